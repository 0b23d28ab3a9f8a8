import COpenSSL
import Posix
import Synchronization
import Wire

/// What TLS clients share: the trusted roots, their own certificate if any, and the protocol's versions (TLS 1.2 or later).
///
/// Make one and share it: OpenSSL keeps the roots it has used in it. It takes about 0.4 MB.
package final class TLSContext: Sendable {
    /// The system's trust store, as found at start; empty when this system has none.
    package let systemTrust: TrustSources
    private let handle: Mutex<Handle>

    /// - Parameter trustedFile: a PEM file of certificates trusted besides the system's. Any certificate may stand in it: a
    ///   root, an intermediate or a server's own.
    /// - Throws: `.trustedFile` when a file that was asked for does not load.
    package init(systemTrust: TrustSources = .system(), trustedFile: String? = nil) throws(TLSContextError) {
        let handle = try Handle()
        for directory in systemTrust.directories { try handle.trust(directory: directory) }
        for file in systemTrust.files { try handle.trust(file: file) }
        if let trustedFile { try handle.trust(file: trustedFile) }
        self.systemTrust = systemTrust
        self.handle = Mutex(handle)
    }

    /// Files are read once, here. Blocking.
    /// - Throws: what names the file that does not serve.
    package init(options: Options) throws(TLSContextError) {
        guard options.oldestVersion <= options.newestVersion else { throw .noVersion }
        let handle = try Handle()
        handle.allow(options.oldestVersion...options.newestVersion)
        let systemTrust = options.usesSystemTrust ? TrustSources.system() : TrustSources()
        for directory in systemTrust.directories { try handle.trust(directory: directory) }
        for file in systemTrust.files { try handle.trust(file: file) }
        if let trusted = options.trusted { try handle.trust(trusted) }
        switch (options.certificate, options.key) {
        case (let certificate?, let key?): try handle.use(certificate, key)
        case (let one?, nil), (nil, let one?): throw .incomplete(given: "\(one)")
        case (nil, nil): break
        }
        self.systemTrust = systemTrust
        self.handle = Mutex(handle)
    }

    /// Makes the state of one connection over a descriptor that it does not own.
    func makeSession(over descriptor: Int32) throws(TLSError) -> TLSSession {
        // A pointer does not leave a Mutex; OpenSSL's own locks guard what the two share with the context.
        let addresses = handle.withLock { handle -> (UInt, UInt) in
            OpenSSLError.clear()
            let ssl = unsafe SSL_new(handle.context)
            let bio = unsafe BIO_new(handle.socketMethod)
            return (UInt(bitPattern: ssl), UInt(bitPattern: bio))
        }
        let (ssl, bio) = unsafe (OpaquePointer(bitPattern: addresses.0), OpaquePointer(bitPattern: addresses.1))
        guard let ssl = unsafe ssl, let bio = unsafe bio else {
            unsafe SSL_free(ssl)
            unsafe BIO_free(bio)
            throw .failed(OpenSSLError.drain().description)
        }
        return unsafe TLSSession(connecting: ssl, over: bio, of: descriptor, context: self)
    }
}

/// Owner of an `SSL_CTX` and of the kind of BIO that its connections use.
@safe private struct Handle: ~Copyable {
    let context: OpaquePointer
    let socketMethod: OpaquePointer

    init() throws(TLSContextError) {
        OpenSSLError.clear()
        guard let socketMethod = unsafe SocketBIO.makeMethod() else { throw .library(.drain()) }
        guard let context = unsafe SSL_CTX_new(TLS_client_method()) else {
            unsafe BIO_meth_free(socketMethod)
            throw .library(.drain())
        }
        unsafe self.context = context
        unsafe self.socketMethod = socketMethod
        unsafe SSLContextLimits.apply(to: context)
        // Whoever puts an intermediate into a file of trusted certificates means it.
        _ = unsafe X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), UInt(X509_V_FLAG_PARTIAL_CHAIN))
    }

    deinit {
        unsafe SSL_CTX_free(context)
        unsafe BIO_meth_free(socketMethod)
    }

    borrowing func trust(directory: String) throws(TLSContextError) {
        OpenSSLError.clear()
        guard unsafe SSL_CTX_load_verify_dir(context, directory) == 1 else { throw Self.failure(at: directory) }
    }

    borrowing func trust(file: String) throws(TLSContextError) {
        OpenSSLError.clear()
        guard unsafe SSL_CTX_load_verify_file(context, file) == 1 else { throw Self.failure(at: file) }
    }

    borrowing func allow(_ versions: ClosedRange<TLSVersion>) {
        unsafe SSLContextLimits.allow(versions, in: context)
    }

    borrowing func trust(_ source: PEMSource) throws(TLSContextError) {
        guard case .text(let text) = source else { return try trust(file: "\(source)") }
        OpenSSLError.clear()
        let memory: MemoryBIO
        do { memory = try .reading(text.revealed) } catch { throw .library(error) }
        let store = unsafe SSL_CTX_get_cert_store(context)
        var isEmpty = true
        while let certificate = unsafe PEM_read_bio_X509(memory.pointer, nil, nil, nil) {
            isEmpty = unsafe X509_STORE_add_cert(store, certificate) != 1 && isEmpty
            unsafe X509_free(certificate)
        }
        guard !isEmpty else { throw Self.failure(at: "\(source)") }
        // The end of the text is an error to OpenSSL.
        OpenSSLError.clear()
    }

    borrowing func use(_ certificate: PEMSource, _ key: PEMSource) throws(TLSContextError) {
        let (certificatePEM, keyPEM): (String, String)
        do { certificatePEM = try certificate.current() } catch {
            throw .certificate(path: "\(certificate)", reason: error.description)
        }
        do { keyPEM = try key.current() } catch { throw .key(path: "\(key)", reason: error.description) }
        do throws(SSLContextIdentity.Fault) {
            try unsafe SSLContextIdentity.use(
                TLSIdentity(certificateChainPEM: certificatePEM, privateKeyPEM: keyPEM), in: context)
        } catch {
            switch error {
            case .certificate(let error): throw .certificate(path: "\(certificate)", reason: error.description)
            case .key(let error): throw .key(path: "\(key)", reason: error.description)
            case .mismatch: throw .mismatch(certificate: "\(certificate)", key: "\(key)")
            }
        }
    }

    private static func failure(at path: String) -> TLSContextError {
        let error = OpenSSLError.drain()
        // OpenSSL 3 has no words for the system's errors.
        let systemCode = error.codes.lazy.filter { ERR_GET_LIB($0) == ERR_LIB_SYS }.map { ERR_GET_REASON($0) }.first
        return .trustedFile(path: path, reason: systemCode.map { Errno($0).description } ?? error.description)
    }
}
