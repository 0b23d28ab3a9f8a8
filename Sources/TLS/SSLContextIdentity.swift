import COpenSSL
import Posix

/// What one end of a connection proves itself with, put into its `SSL_CTX`.
enum SSLContextIdentity {
    /// What could not be used.
    enum Fault: Error {
        case certificate(OpenSSLError)
        case key(OpenSSLError)
        case mismatch(OpenSSLError)
    }

    static func use(_ identity: TLSIdentity, in context: OpaquePointer) throws(Fault) {
        OpenSSLError.clear()
        try unsafe use(certificates: identity.certificateChainPEM, in: context)
        try unsafe use(key: identity.privateKeyPEM, in: context)
        guard unsafe SSL_CTX_check_private_key(context) == 1 else { throw .mismatch(.drain()) }
    }

    /// Reads both where they are, and says which of them does not serve.
    static func use(_ certificate: PEMSource, _ key: PEMSource, in context: OpaquePointer) throws(TLSContextError) {
        let (certificatePEM, keyPEM): (String, String)
        do { certificatePEM = try certificate.current() } catch {
            throw .certificate(path: "\(certificate)", reason: error.description)
        }
        do { keyPEM = try key.current() } catch { throw .key(path: "\(key)", reason: error.description) }
        do throws(Fault) {
            try unsafe use(TLSIdentity(certificateChainPEM: certificatePEM, privateKeyPEM: keyPEM), in: context)
        } catch {
            switch error {
            case .certificate(let error): throw .certificate(path: "\(certificate)", reason: error.description)
            case .key(let error): throw .key(path: "\(key)", reason: error.description)
            case .mismatch: throw .mismatch(certificate: "\(certificate)", key: "\(key)")
            }
        }
    }

    private static func use(certificates text: String, in context: OpaquePointer) throws(Fault) {
        let text = try memory(text) { .certificate($0) }
        guard let own = unsafe PEM_read_bio_X509(text.pointer, nil, nil, nil) else { throw .certificate(.drain()) }
        defer { unsafe X509_free(own) }
        guard unsafe SSL_CTX_use_certificate(context, own) == 1 else { throw .certificate(.drain()) }
        while let issuer = unsafe PEM_read_bio_X509(text.pointer, nil, nil, nil) {
            // SSL_CTX_add1_chain_cert, a macro.
            let isAdded = unsafe SSL_CTX_ctrl(context, SSL_CTRL_CHAIN_CERT, 1, UnsafeMutableRawPointer(issuer)) == 1
            unsafe X509_free(issuer)
            guard isAdded else { throw .certificate(.drain()) }
        }
        // The end of the text is an error to OpenSSL.
        OpenSSLError.clear()
    }

    private static func use(key text: String, in context: OpaquePointer) throws(Fault) {
        let text = try memory(text) { .key($0) }
        // Without somebody to ask for a passphrase OpenSSL asks the terminal.
        let key = unsafe PEM_read_bio_PrivateKey(text.pointer, nil, { _, _, _, _ in -1 }, nil)
        guard let key = unsafe key else { throw .key(.drain()) }
        defer { unsafe EVP_PKEY_free(key) }
        // It is compared with the certificate here, too.
        guard unsafe SSL_CTX_use_PrivateKey(context, key) == 1 else { throw .mismatch(.drain()) }
    }

    private static func memory(_ text: String, _ fault: (OpenSSLError) -> Fault) throws(Fault) -> MemoryBIO {
        do { return try MemoryBIO.reading(text) } catch { throw fault(error) }
    }
}
