import COpenSSL

/// HKDF with SHA-256 (RFC 5869), in the shape Noise asks for: empty info, two 32-byte outputs.
package enum HKDFSHA256 {
    /// Extracts from `salt` and `inputKeyMaterial` (may be empty), expands to 64 bytes, cut in the middle.
    package static func derivePair(
        salt: [UInt8], inputKeyMaterial: [UInt8]
    ) throws(CryptoError) -> (first: [UInt8], second: [UInt8]) {
        guard let saltLength = Int32(exactly: salt.count), let keyLength = Int32(exactly: inputKeyMaterial.count) else {
            throw .wrongLength
        }
        OpenSSLError.clear()
        let context = try EVPKeyContext(algorithm: EVP_PKEY_HKDF)
        var output = [UInt8](repeating: 0, count: 2 * SHA256.sizeBytes)
        var outputLength = output.count
        guard unsafe EVP_PKEY_derive_init(context.pointer) == 1,
            unsafe EVP_PKEY_CTX_set_hkdf_md(context.pointer, EVP_sha256()) == 1,
            unsafe EVP_PKEY_CTX_set1_hkdf_salt(context.pointer, salt, saltLength) == 1,
            unsafe EVP_PKEY_CTX_set1_hkdf_key(context.pointer, inputKeyMaterial, keyLength) == 1,
            unsafe EVP_PKEY_derive(context.pointer, &output, &outputLength) == 1
        else { throw .drained() }
        return (Array(output[..<SHA256.sizeBytes]), Array(output[SHA256.sizeBytes...]))
    }
}
