import TLS
import WhatsApp
import Wire

/// The server's side of WhatsApp's chat handshake, to the keys that messages are sealed with (whatsapp.md 2.3).
struct ChatConversation: ~Copyable {
    /// A client's part that is none.
    struct Mistake: Error {}

    private let ephemeral: X25519PrivateKey
    private var transcript: NoiseTranscript
    private var keys: (fromClient: [UInt8], toClient: [UInt8])?
    private var sent: UInt64 = 0

    init() throws(CryptoError) {
        let ephemeral = try X25519PrivateKey.generate()
        transcript = try NoiseTranscript(prologue: ChatHandshake.header)
        self.ephemeral = ephemeral
    }

    /// The body of a ServerHello frame for the body of a ClientHello's.
    /// - Parameter payload: `CertChain`.
    mutating func hello(to body: [UInt8], from identity: ChatIdentity, payload: [UInt8]) throws -> [UInt8] {
        let clientKey = try Self.parts(of: body, message: 2, fields: [1])[0]
        let staticKey = try X25519PrivateKey(rawBytes: identity.staticKey)
        // Its empty payload leaves no trace: there is no key yet.
        try transcript.mixHash(clientKey)
        try transcript.mixHash(ephemeral.publicKey)
        try transcript.mixKey(ephemeral.agreement(with: clientKey))
        let encryptedStatic = try transcript.encryptAndHash(staticKey.publicKey)
        try transcript.mixKey(staticKey.agreement(with: clientKey))
        let encryptedPayload = try transcript.encryptAndHash(payload)
        var hello = ProtobufWriter()
        hello.bytes(ephemeral.publicKey, field: 1)
        hello.bytes(encryptedStatic, field: 2)
        hello.bytes(encryptedPayload, field: 3)
        var message = ProtobufWriter()
        message.bytes(hello.message, field: 3)
        return message.message
    }

    /// Takes the body of a ClientFinish frame in.
    /// - Returns: the client's payload.
    mutating func finish(with body: [UInt8]) throws -> [UInt8] {
        let parts = try Self.parts(of: body, message: 4, fields: [1, 2])
        let clientStatic = try transcript.decryptAndHash(parts[0])
        try transcript.mixKey(ephemeral.agreement(with: clientStatic))
        let payload = try transcript.decryptAndHash(parts[1])
        let pair = try HKDFSHA256.derivePair(salt: transcript.chainingKey, inputKeyMaterial: [])
        keys = (fromClient: pair.first, toClient: pair.second)
        return payload
    }

    /// The body of a frame that says something to the client; after ``finish(with:)``.
    mutating func seal(_ plaintext: [UInt8]) throws -> [UInt8] {
        guard let keys else { throw Mistake() }
        let nonce = [0, 0, 0, 0] + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: sent >> $0) }
        sent += 1
        return try AESGCM256.seal(plaintext, key: keys.toClient, nonce: nonce)
    }

    /// Fields of bytes, in the order asked for, of one message within a `HandshakeMessage`.
    private static func parts(of body: [UInt8], message number: Int, fields: [Int]) throws -> [[UInt8]] {
        var found: [Int: ArraySlice<UInt8>] = [:]
        var outer = ProtobufReader(body)
        while let field = try outer.next() {
            guard field.number == number, case .bytes(let bytes) = field.value else { continue }
            var inner = ProtobufReader(bytes)
            while let field = try inner.next() {
                if case .bytes(let bytes) = field.value { found[Int(field.number)] = bytes }
            }
        }
        let parts = fields.compactMap { found[$0].map { Array($0) } }
        guard parts.count == fields.count else { throw Mistake() }
        return parts
    }
}
