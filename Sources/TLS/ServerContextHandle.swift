import COpenSSL
import Posix

/// Owner of a server's `SSL_CTX`, of the kind of BIO that its connections use, and of what it asks of clients.
@safe struct ServerContextHandle: ~Copyable {
    let context: OpaquePointer
    let socketMethod: OpaquePointer

    init() throws(TLSContextError) {
        OpenSSLError.clear()
        guard let socketMethod = unsafe SocketBIO.makeMethod() else { throw .library(.drain()) }
        guard let context = unsafe SSL_CTX_new(TLS_server_method()) else {
            unsafe BIO_meth_free(socketMethod)
            throw .library(.drain())
        }
        unsafe self.context = context
        unsafe self.socketMethod = socketMethod
        unsafe SSLContextLimits.apply(to: context)
        // A session that is never resumed needs no ticket.
        _ = unsafe SSL_CTX_set_num_tickets(context, 0)
        _ = unsafe SSL_CTX_set_options(context, SSLContextLimits.noTicket)
        unsafe ClientHello.observe(context)
    }

    deinit {
        unsafe ClientRule.release(from: context)
        unsafe SSL_CTX_free(context)
        unsafe BIO_meth_free(socketMethod)
    }

    borrowing func use(_ identity: TLSIdentity) throws(TLSContextError) {
        do throws(SSLContextIdentity.Fault) {
            try unsafe SSLContextIdentity.use(identity, in: context)
        } catch {
            switch error {
            case .certificate(let error), .key(let error), .mismatch(let error): throw .identity(error)
            }
        }
    }

    borrowing func apply(_ options: TLSServerContext.Options) throws(TLSContextError) {
        guard options.oldestVersion <= options.newestVersion else { throw .noVersion }
        var versions = options.oldestVersion...options.newestVersion
        // The suites of TLS 1.3 are always all there; a list is about the versions before it.
        let suites = options.cipherSuites.filter { !$0.isOfTLS13 }
        if suites.isEmpty, !options.cipherSuites.isEmpty {
            guard versions.contains(.tls13) else { throw .noCipherSuite }
            versions = .tls13 ... .tls13
        }
        unsafe SSLContextLimits.allow(versions, in: context)
        OpenSSLError.clear()
        if !suites.isEmpty {
            let list = suites.map(\.openSSLName).joined(separator: ":")
            guard unsafe SSL_CTX_set_cipher_list(context, list) == 1 else { throw .library(.drain()) }
        }
        if options.prefersOwnCipherSuites { _ = unsafe SSL_CTX_set_options(context, SSLContextLimits.serverPreference) }
        if !options.groups.isEmpty {
            var list = options.groups.map(\.openSSLName).joined(separator: ":").utf8CString
            let isSet = unsafe list.withUnsafeMutableBytes { bytes in
                unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_GROUPS_LIST, 0, bytes.baseAddress)
            }
            guard isSet == 1 else { throw .library(.drain()) }
        }
        try unsafe SSLContextIdentity.use(options.certificate, options.key, in: context)
        unsafe ApplicationProtocol.settleForHTTP11(in: context)
        try trustClients(options)
    }

    private borrowing func trustClients(_ options: TLSServerContext.Options) throws(TLSContextError) {
        guard options.clients != .unasked else { return }
        if let source = options.trustedClients {
            let text: String
            do { text = try source.current() } catch {
                throw .trustedFile(path: "\(source)", reason: error.description)
            }
            let context = unsafe self.context
            // A client with several certificates takes the one whose authority the server names.
            try unsafe SSLContextTrust.add(text: text, of: source, to: context) { certificate in
                _ = unsafe SSL_CTX_add_client_CA(context, certificate)
            }
        } else if options.clients.isVerified {
            try unsafe SSLContextTrust.add(TrustSources.system(), to: context)
        }
        // Whoever puts an intermediate into a file of trusted certificates means it.
        _ = unsafe X509_VERIFY_PARAM_set_flags(SSL_CTX_get0_param(context), UInt(X509_V_FLAG_PARTIAL_CHAIN))
        unsafe ClientRule(policy: options.clients, names: options.clientNames).govern(context)
    }
}
