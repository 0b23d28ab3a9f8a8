import COpenSSL

/// HMAC with SHA-256 (RFC 2104).
package enum HMACSHA256 {
    /// The 32-byte code of a message under a key of any length.
    package static func authenticate(_ message: [UInt8], key: [UInt8]) throws(CryptoError) -> [UInt8] {
        guard let keyLength = Int32(exactly: key.count) else { throw .wrongLength }
        OpenSSLError.clear()
        var code = [UInt8](repeating: 0, count: SHA256.sizeBytes)
        guard unsafe COpenSSL.HMAC(EVP_sha256(), key, keyLength, message, message.count, &code, nil) != nil else {
            throw .drained()
        }
        return code
    }
}
