import COpenSSL
import Posix

/// Whom one end of a connection trusts, put into its `SSL_CTX`.
enum SSLContextTrust {
    static func add(_ sources: TrustSources, to context: OpaquePointer) throws(TLSContextError) {
        for directory in sources.directories {
            OpenSSLError.clear()
            guard unsafe SSL_CTX_load_verify_dir(context, directory) == 1 else { throw failure(at: directory) }
        }
        for file in sources.files { try unsafe add(file: file, to: context) }
    }

    static func add(file: String, to context: OpaquePointer) throws(TLSContextError) {
        OpenSSLError.clear()
        guard unsafe SSL_CTX_load_verify_file(context, file) == 1 else { throw failure(at: file) }
    }

    /// Adds all certificates of a PEM text, at least one.
    /// - Parameter each: is lent each of them.
    static func add(
        text: String, of source: PEMSource, to context: OpaquePointer, each: (OpaquePointer) -> Void = { _ in }
    ) throws(TLSContextError) {
        OpenSSLError.clear()
        let memory: MemoryBIO
        do { memory = try .reading(text) } catch { throw .library(error) }
        let store = unsafe SSL_CTX_get_cert_store(context)
        var isEmpty = true
        while let certificate = unsafe PEM_read_bio_X509(memory.pointer, nil, nil, nil) {
            isEmpty = unsafe X509_STORE_add_cert(store, certificate) != 1 && isEmpty
            unsafe each(certificate)
            unsafe X509_free(certificate)
        }
        guard !isEmpty else { throw failure(at: "\(source)") }
        // The end of the text is an error to OpenSSL.
        OpenSSLError.clear()
    }

    private static func failure(at path: String) -> TLSContextError {
        let error = OpenSSLError.drain()
        // OpenSSL 3 has no words for the system's errors.
        let systemCode = error.codes.lazy.filter { ERR_GET_LIB($0) == ERR_LIB_SYS }.map { ERR_GET_REASON($0) }.first
        return .trustedFile(path: path, reason: systemCode.map { Errno($0).description } ?? error.description)
    }
}
