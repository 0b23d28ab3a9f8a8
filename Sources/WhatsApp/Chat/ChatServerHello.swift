import TLS
import Wire

/// `ServerHello`, the server's half of the key exchange: all of it still encrypted but the ephemeral key.
struct ChatServerHello {
    /// 32 bytes.
    let ephemeral: [UInt8]
    /// Static key and tag: 48 bytes.
    let encryptedStatic: [UInt8]
    /// Certificates and tag: at least 16 bytes.
    let encryptedPayload: [UInt8]

    /// - Parameter body: the frame's body, a `HandshakeMessage`; unknown fields are skipped, of repeated ones the last counts.
    init(body: [UInt8]) throws(ChatHandshakeError) {
        var ephemeral: ArraySlice<UInt8>?
        var encryptedStatic: ArraySlice<UInt8>?
        var encryptedPayload: ArraySlice<UInt8>?
        do throws(ProtobufError) {
            var hello = ProtobufReader(try Self.serverHello(in: body))
            while let field = try hello.next() {
                switch (field.number, field.value) {
                case (1, .bytes(let bytes)): ephemeral = bytes
                case (2, .bytes(let bytes)): encryptedStatic = bytes
                case (3, .bytes(let bytes)): encryptedPayload = bytes
                default: break
                }
            }
        } catch {
            throw .malformedHello
        }
        guard let ephemeral, let encryptedStatic, let encryptedPayload,
            encryptedPayload.count >= AESGCM256.tagSizeBytes
        else { throw .malformedHello }
        guard ephemeral.count == X25519PrivateKey.sizeBytes,
            encryptedStatic.count == X25519PrivateKey.sizeBytes + AESGCM256.tagSizeBytes
        else { throw .wrongKeyLength }
        self.ephemeral = Array(ephemeral)
        self.encryptedStatic = Array(encryptedStatic)
        self.encryptedPayload = Array(encryptedPayload)
    }

    /// The `serverHello` of a `HandshakeMessage`; empty when it has none.
    private static func serverHello(in body: [UInt8]) throws(ProtobufError) -> ArraySlice<UInt8> {
        var message = ProtobufReader(body)
        var hello: ArraySlice<UInt8> = []
        while let field = try message.next() {
            if case (3, .bytes(let bytes)) = (field.number, field.value) { hello = bytes }
        }
        return hello
    }
}
