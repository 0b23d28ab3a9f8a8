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
        try handle.trust(systemTrust)
        if let trustedFile { try handle.trust(.file(path: trustedFile)) }
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
        try handle.trust(systemTrust)
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

    borrowing func trust(_ sources: TrustSources) throws(TLSContextError) {
        try unsafe SSLContextTrust.add(sources, to: context)
    }

    borrowing func allow(_ versions: ClosedRange<TLSVersion>) {
        unsafe SSLContextLimits.allow(versions, in: context)
    }

    borrowing func trust(_ source: PEMSource) throws(TLSContextError) {
        switch source {
        case .file(let path): try unsafe SSLContextTrust.add(file: path, to: context)
        case .text(let text): try unsafe SSLContextTrust.add(text: text.revealed, of: source, to: context)
        }
    }

    borrowing func use(_ certificate: PEMSource, _ key: PEMSource) throws(TLSContextError) {
        try unsafe SSLContextIdentity.use(certificate, key, in: context)
    }
}
