import COpenSSL
import TLS

/// Owner of an `EVP_PKEY`: a P-256 key with its private half.
@safe struct KeyPair: ~Copyable {
    let pointer: OpaquePointer

    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = pointer
    }

    deinit {
        unsafe EVP_PKEY_free(pointer)
    }

    static func generate() throws(CertificateError) -> KeyPair {
        guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { throw .drained() }
        defer { unsafe EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
            unsafe EVP_PKEY_generate(context, &key) == 1, let key = unsafe key
        else { throw .drained() }
        return unsafe KeyPair(owning: key)
    }

    static func reading(_ pem: String) throws(CertificateError) -> KeyPair {
        let memory = try PEM.reading(pem)
        guard let key = unsafe PEM_read_bio_PrivateKey(memory.pointer, nil, nil, nil) else { throw .drained() }
        return unsafe KeyPair(owning: key)
    }

    /// The key as PKCS #8, not encrypted.
    func pem() throws(CertificateError) -> String {
        let memory = try PEM.writing()
        guard unsafe PEM_write_bio_PrivateKey(memory.pointer, pointer, nil, nil, 0, nil, nil) == 1 else { throw .drained() }
        return memory.text()
    }
}
