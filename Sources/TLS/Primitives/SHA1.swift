import COpenSSL

/// SHA-1 (FIPS 180-4): broken as a signature's digest, and still what the WebSocket's opening asks for (RFC 6455 section 1.3).
package enum SHA1 {
    /// Length of a digest.
    package static let sizeBytes = 20

    /// The 20-byte digest of a message.
    package static func hash(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        OpenSSLError.clear()
        var digest = [UInt8](repeating: 0, count: sizeBytes)
        guard unsafe COpenSSL.SHA1(message, message.count, &digest) != nil else { throw .drained() }
        return digest
    }
}
