import COpenSSL

/// AES-256 in Galois/Counter Mode (NIST SP 800-38D), the 16-byte tag appended to the ciphertext.
package enum AESGCM256 {
    /// Length of a key.
    package static let keySizeBytes = 32
    /// Length of a nonce; one must never serve a key twice.
    package static let nonceSizeBytes = 12
    /// What sealing adds to a message.
    package static let tagSizeBytes = 16

    /// Ciphertext and tag: 16 bytes more than `plaintext`.
    package static func seal(
        _ plaintext: [UInt8], key: [UInt8], nonce: [UInt8], authenticating associatedData: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        let cipher = try Cipher()
        try cipher.start(.encrypt, key: key, nonce: nonce)
        try cipher.authenticate(associatedData)
        var output = try cipher.transform(plaintext[...])
        guard cipher.finish() else { throw .drained() }
        output += try cipher.tag()
        return output
    }

    /// The plaintext of `sealed` (ciphertext and tag).
    /// - Throws: `.authenticationFailed` when the tag is wrong or missing; no byte of plaintext is given then.
    package static func open(
        _ sealed: [UInt8], key: [UInt8], nonce: [UInt8], authenticating associatedData: [UInt8] = []
    ) throws(CryptoError) -> [UInt8] {
        guard sealed.count >= tagSizeBytes else { throw .authenticationFailed }
        let cipher = try Cipher()
        try cipher.start(.decrypt, key: key, nonce: nonce)
        try cipher.authenticate(associatedData)
        let plaintext = try cipher.transform(sealed.dropLast(tagSizeBytes))
        try cipher.expect(tag: Array(sealed.suffix(tagSizeBytes)))
        guard cipher.finish() else { throw .authenticationFailed }
        return plaintext
    }
}

/// Owner of one `EVP_CIPHER_CTX` for one message.
@safe
private struct Cipher: ~Copyable {
    enum Direction: Int32 {
        case decrypt = 0
        case encrypt = 1
    }

    private let context: OpaquePointer

    init() throws(CryptoError) {
        OpenSSLError.clear()
        guard let context = unsafe EVP_CIPHER_CTX_new() else { throw .drained() }
        unsafe self.context = context
    }

    deinit {
        unsafe EVP_CIPHER_CTX_free(context)
    }

    func start(_ direction: Direction, key: [UInt8], nonce: [UInt8]) throws(CryptoError) {
        guard key.count == AESGCM256.keySizeBytes, nonce.count == AESGCM256.nonceSizeBytes else { throw .wrongLength }
        // Twelve bytes are OpenSSL's default nonce length for GCM.
        guard unsafe EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, direction.rawValue) == 1 else {
            throw .drained()
        }
    }

    func authenticate(_ data: [UInt8]) throws(CryptoError) {
        guard let length = Int32(exactly: data.count) else { throw .wrongLength }
        var written: Int32 = 0
        guard unsafe EVP_CipherUpdate(context, nil, &written, data, length) == 1 else { throw .drained() }
    }

    func transform(_ input: ArraySlice<UInt8>) throws(CryptoError) -> [UInt8] {
        guard let length = Int32(exactly: input.count) else { throw .wrongLength }
        var output = [UInt8](repeating: 0, count: input.count)
        var written: Int32 = 0
        let status = unsafe input.withUnsafeBufferPointer { bytes in
            unsafe EVP_CipherUpdate(context, &output, &written, bytes.baseAddress, length)
        }
        guard status == 1, written == length else { throw .drained() }
        return output
    }

    /// Whether the message is whole: when decrypting, whether the tag fits.
    func finish() -> Bool {
        // GCM writes nothing here, but the function wants a place for a block.
        var rest = [UInt8](repeating: 0, count: 16)
        var written: Int32 = 0
        defer { OpenSSLError.clear() }
        return unsafe EVP_CipherFinal_ex(context, &rest, &written) == 1
    }

    func tag() throws(CryptoError) -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: AESGCM256.tagSizeBytes)
        let status = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(tag.count), &tag)
        guard status == 1 else { throw .drained() }
        return tag
    }

    func expect(tag: [UInt8]) throws(CryptoError) {
        var tag = tag
        let status = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag)
        guard status == 1 else { throw .drained() }
    }
}
