package import TLS

/// The client's side of WhatsApp's chat handshake, up to and including the server's certificates.
///
/// Send `firstFlight`, feed what comes to `receive` until it is `complete`. TCP and the WebSocket carry the same bytes.
/// ```
/// -> e                  the first flight
/// <- e, ee, s, es       ServerHello: the encrypted payload is the certificate chain
/// ```
/// A probe stops there: nothing is sent that a server could take for a login.
package struct ChatHandshake: ~Copyable {
    /// Header and ClientHello: 43 bytes, over a WebSocket one binary message.
    package let firstFlight: [UInt8]
    private let ephemeral: X25519PrivateKey
    private let rootKey: ChatRootKey
    private var transcript: NoiseTranscript
    private var frames = ChatFrameReader()
    private var result: ChatHandshakeResult?

    /// `WA`, protocol 6, dictionary 3: starts the connection, and the transcript as its prologue.
    package static let header: [UInt8] = [0x57, 0x41, 0x06, 0x03]

    /// - Parameter ephemeral: a fresh key for each handshake.
    package init(ephemeral: consuming X25519PrivateKey, rootKey: ChatRootKey = .whatsApp) throws(CryptoError) {
        var transcript = try NoiseTranscript(prologue: Self.header)
        try transcript.mixHash(ephemeral.publicKey)
        // Frame length 36; HandshakeMessage.clientHello (2), 34 bytes; ClientHello.ephemeral (1), 32 bytes.
        firstFlight = Self.header + [0x00, 0x00, 0x24, 0x12, 0x22, 0x0A, 0x20] + ephemeral.publicKey
        self.ephemeral = ephemeral
        self.rootKey = rootKey
        self.transcript = transcript
    }

    /// Takes the server's next bytes, cut anywhere; those after the first frame are ignored.
    /// - Parameter unixSeconds: the time to judge the certificates at.
    package mutating func receive(_ bytes: some Collection<UInt8>, at unixSeconds: Int64) -> ChatHandshakeProgress {
        if let result { return .complete(result) }
        let end: ChatHandshakeResult
        do throws(ChatHandshakeError) {
            guard let body = try frames.receive(bytes) else { return .needMore }
            end = try judge(ChatServerHello(body: body), at: unixSeconds)
        } catch {
            end = .rejected(error, nil)
        }
        result = end
        return .complete(end)
    }

    /// Takes the end of the server's stream: `.truncated`, unless the handshake was complete before.
    package mutating func endOfStream() -> ChatHandshakeResult {
        let end = result ?? .rejected(.truncated(receivedBytes: frames.receivedBytes), nil)
        result = end
        return end
    }

    private mutating func judge(
        _ hello: ChatServerHello, at unixSeconds: Int64
    ) throws(ChatHandshakeError) -> ChatHandshakeResult {
        let serverKey = try openStatic(hello)
        let chain = try ChatCertificateChain(payload: openPayload(hello, serverKey: serverKey))
        let identity = try ChatServerIdentity(chain: chain, serverKey: serverKey)
        do throws(ChatHandshakeError) {
            try chain.verify(rootKey: rootKey, serverKey: serverKey, at: unixSeconds)
            return .verified(identity)
        } catch {
            return .rejected(error, identity)
        }
    }

    /// `e, ee, s`: the server's static key.
    private mutating func openStatic(_ hello: ChatServerHello) throws(ChatHandshakeError) -> [UInt8] {
        do throws(CryptoError) {
            try transcript.mixHash(hello.ephemeral)
            try transcript.mixKey(ephemeral.agreement(with: hello.ephemeral))
            return try transcript.decryptAndHash(hello.encryptedStatic)
        } catch {
            throw ChatHandshakeError(error, tagMismatch: .staticTagMismatch)
        }
    }

    /// `es`, then the payload: the certificates.
    private mutating func openPayload(
        _ hello: ChatServerHello, serverKey: [UInt8]
    ) throws(ChatHandshakeError) -> [UInt8] {
        do throws(CryptoError) {
            try transcript.mixKey(ephemeral.agreement(with: serverKey))
            return try transcript.decryptAndHash(hello.encryptedPayload)
        } catch {
            throw ChatHandshakeError(error, tagMismatch: .payloadTagMismatch)
        }
    }
}
