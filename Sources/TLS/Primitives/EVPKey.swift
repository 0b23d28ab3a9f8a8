import COpenSSL

/// Owner of an `EVP_PKEY`.
@safe
struct EVPKey: ~Copyable {
    let pointer: OpaquePointer

    /// A key of a curve whose private keys are plain bytes; OpenSSL computes the public half at once.
    init(algorithm: Int32, privateBytes: [UInt8]) throws(CryptoError) {
        guard
            let pointer = unsafe EVP_PKEY_new_raw_private_key(algorithm, nil, privateBytes, privateBytes.count)
        else { throw .drained() }
        unsafe self.pointer = pointer
    }

    init(algorithm: Int32, publicBytes: [UInt8]) throws(CryptoError) {
        guard
            let pointer = unsafe EVP_PKEY_new_raw_public_key(algorithm, nil, publicBytes, publicBytes.count)
        else { throw .drained() }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_PKEY_free(pointer)
    }

    /// The public half; 32 bytes for X25519 and Ed25519.
    func publicBytes() throws(CryptoError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 32)
        var count = bytes.count
        guard unsafe EVP_PKEY_get_raw_public_key(pointer, &bytes, &count) == 1, count == bytes.count else {
            throw .drained()
        }
        return bytes
    }
}

/// Owner of an `EVP_PKEY_CTX`: one operation's parameters.
@safe
struct EVPKeyContext: ~Copyable {
    let pointer: OpaquePointer

    init(key: borrowing EVPKey) throws(CryptoError) {
        guard let pointer = unsafe EVP_PKEY_CTX_new(key.pointer, nil) else { throw .drained() }
        unsafe self.pointer = pointer
    }

    init(algorithm: Int32) throws(CryptoError) {
        guard let pointer = unsafe EVP_PKEY_CTX_new_id(algorithm, nil) else { throw .drained() }
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_PKEY_CTX_free(pointer)
    }
}
