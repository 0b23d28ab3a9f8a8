import COpenSSL

/// Ed25519 signatures (RFC 8032).
package enum Ed25519 {
    /// Length of a public key, and of a seed.
    package static let keySizeBytes = 32
    /// Length of a signature.
    package static let signatureSizeBytes = 64

    /// Whether `signature` (64 bytes) is that of `message` under `publicKey` (32 bytes); wrong lengths are simply false.
    package static func verify(publicKey: [UInt8], signature: [UInt8], message: [UInt8]) -> Bool {
        guard publicKey.count == keySizeBytes, signature.count == signatureSizeBytes else { return false }
        OpenSSLError.clear()
        defer { OpenSSLError.clear() }
        guard let key = try? EVPKey(algorithm: EVP_PKEY_ED25519, publicBytes: publicKey),
            let context = try? DigestContext(),
            unsafe EVP_DigestVerifyInit(context.pointer, nil, nil, nil, key.pointer) == 1
        else { return false }
        return unsafe EVP_DigestVerify(context.pointer, signature, signature.count, message, message.count) == 1
    }

    /// The 64-byte signature of `message` by an Ed25519 private key.
    static func sign(_ message: [UInt8], key: borrowing EVPKey) throws(CryptoError) -> [UInt8] {
        OpenSSLError.clear()
        let context = try DigestContext()
        var signature = [UInt8](repeating: 0, count: signatureSizeBytes)
        var count = signature.count
        guard unsafe EVP_DigestSignInit(context.pointer, nil, nil, nil, key.pointer) == 1,
            unsafe EVP_DigestSign(context.pointer, &signature, &count, message, message.count) == 1
        else { throw .drained() }
        return signature
    }
}

/// Owner of an `EVP_MD_CTX`.
@safe
private struct DigestContext: ~Copyable {
    let pointer: OpaquePointer

    init() throws(CryptoError) {
        guard let pointer = unsafe EVP_MD_CTX_new() else { throw .drained() }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_MD_CTX_free(pointer)
    }
}
