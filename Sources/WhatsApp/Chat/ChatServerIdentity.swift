import TLS

/// Who a chat server says it is: believe it only as part of `.verified`.
package struct ChatServerIdentity: Equatable, Sendable {
    /// The server's own certificate; lives about four months.
    package let leaf: ChatCertificate
    /// The certificate that signs the leaf.
    package let intermediate: ChatCertificate
    /// SHA-256 of the server's static key, 64 lower-case hex digits.
    package let serverKeyFingerprint: String

    init(chain: ChatCertificateChain, serverKey: [UInt8]) throws(ChatHandshakeError) {
        leaf = chain.leaf.certificate
        intermediate = chain.intermediate.certificate
        do throws(CryptoError) {
            serverKeyFingerprint = Self.hexadecimal(try SHA256.hash(serverKey))
        } catch {
            throw ChatHandshakeError(error, tagMismatch: .keyMismatch)
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
    }
}
