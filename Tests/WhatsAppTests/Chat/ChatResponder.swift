import TLS
import Testing
import WhatsApp
import Wire

/// A chat server for tests, wrong in whichever way it is told.
struct ChatResponder {
    struct Details {
        var serial: UInt64
        var issuerSerial: UInt64
        /// `nil`: the key that belongs there.
        var key: [UInt8]?
        var notBefore: UInt64
        var notAfter: UInt64

        func encoded(key ownKey: [UInt8]) -> [UInt8] {
            var writer = ProtobufWriter()
            writer.varint(serial, field: 1)
            writer.varint(issuerSerial, field: 2)
            writer.bytes(key ?? ownKey, field: 3)
            writer.varint(notBefore, field: 4)
            writer.varint(notAfter, field: 5)
            return writer.message
        }
    }

    static let time: Int64 = 2000

    var leaf = Details(serial: 329, issuerSerial: 3, notBefore: 1000, notAfter: 3000)
    var intermediate = Details(serial: 3, issuerSerial: 0, notBefore: 1000, notAfter: 4000)
    var rootSeed = [UInt8](repeating: 1, count: 32)
    var intermediateSeed = [UInt8](repeating: 2, count: 32)
    /// Signs the leaf; `nil` is the intermediate's.
    var leafSignerSeed: [UInt8]?
    /// What to encrypt instead of the certificate chain.
    var payload: [UInt8]?
    var hasUnknownFields = false

    /// The root of an unchanged responder.
    static func rootKey() throws -> ChatRootKey {
        let key = try XEdDSASigningKey(seed: ChatResponder().rootSeed).montgomeryKey
        return try #require(ChatRootKey(bytes: key))
    }

    /// The server's half of the conversation with a client that sent `firstFlight`.
    func hello(to firstFlight: [UInt8]) throws -> ServerHelloMessage {
        let clientKey = Array(firstFlight.suffix(32))
        let ephemeral = try X25519PrivateKey.generate()
        let staticKey = try X25519PrivateKey.generate()
        var transcript = try NoiseTranscript(prologue: ChatHandshake.header)
        try transcript.mixHash(clientKey)
        _ = try transcript.encryptAndHash([])
        try transcript.mixHash(ephemeral.publicKey)
        try transcript.mixKey(ephemeral.agreement(with: clientKey))
        let encryptedStatic = try transcript.encryptAndHash(staticKey.publicKey)
        try transcript.mixKey(staticKey.agreement(with: clientKey))
        let encryptedPayload = try transcript.encryptAndHash(payload ?? chain(staticKey: staticKey.publicKey))
        return ServerHelloMessage(
            ephemeral: ephemeral.publicKey, encryptedStatic: encryptedStatic, encryptedPayload: encryptedPayload,
            hasUnknownFields: hasUnknownFields)
    }

    /// `CertChain`.
    func chain(staticKey: [UInt8]) throws -> [UInt8] {
        let root = try XEdDSASigningKey(seed: rootSeed)
        let intermediateKey = try XEdDSASigningKey(seed: intermediateSeed)
        let leafSigner = try XEdDSASigningKey(seed: leafSignerSeed ?? intermediateSeed)
        let leafDetails = leaf.encoded(key: staticKey)
        let intermediateDetails = intermediate.encoded(key: intermediateKey.montgomeryKey)
        var writer = ProtobufWriter()
        writer.bytes(Self.signed(leafDetails, signature: try leafSigner.sign(leafDetails)), field: 1)
        writer.bytes(Self.signed(intermediateDetails, signature: try root.sign(intermediateDetails)), field: 2)
        return writer.message
    }

    /// `NoiseCertificate`.
    static func signed(_ details: [UInt8], signature: [UInt8]) -> [UInt8] {
        var writer = ProtobufWriter()
        writer.bytes(details, field: 1)
        writer.bytes(signature, field: 2)
        return writer.message
    }
}
