import COpenSSL

/// Random bytes fit for keys.
package enum SecureRandom {
    /// As many unpredictable bytes as asked; a negative count is a `.wrongLength`.
    package static func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
        guard let length = Int32(exactly: count), length >= 0 else { throw .wrongLength }
        OpenSSLError.clear()
        var bytes = [UInt8](repeating: 0, count: count)
        guard unsafe RAND_bytes(&bytes, length) == 1 else { throw .drained() }
        return bytes
    }
}
