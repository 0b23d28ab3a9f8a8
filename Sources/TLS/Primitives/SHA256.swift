import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
    /// Length of a digest.
    package static let sizeBytes = 32

    /// The 32-byte digest of a message.
    package static func hash(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
        OpenSSLError.clear()
        var digest = [UInt8](repeating: 0, count: sizeBytes)
        guard unsafe COpenSSL.SHA256(message, message.count, &digest) != nil else { throw .drained() }
        return digest
    }
}
