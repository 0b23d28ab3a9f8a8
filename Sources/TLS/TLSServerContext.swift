import COpenSSL
import Synchronization

/// What all connections of a TLS server share that presents one certificate (TLS 1.2 or later).
///
/// A server of several names has one for each, and chooses when it has heard the client's hello.
package final class TLSServerContext: Sendable {
    private let handle: Mutex<Handle>

    /// - Throws: `.identity` when the certificates or the key cannot be read or do not belong together.
    package init(_ identity: TLSIdentity) throws(TLSContextError) {
        let handle = try Handle()
        try handle.use(identity)
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
        return unsafe TLSSession(accepting: ssl, over: bio, of: descriptor, context: self)
    }

    /// Has a session go on with this certificate.
    func take(over ssl: OpaquePointer) {
        let address = handle.withLock { unsafe UInt(bitPattern: $0.context) }
        // The session holds a reference to its `SSL_CTX` from here on, so this object may go before it does.
        _ = unsafe SSL_set_SSL_CTX(ssl, OpaquePointer(bitPattern: address))
    }
}

/// Owner of a server's `SSL_CTX` and of the kind of BIO that its connections use.
@safe private struct Handle: ~Copyable {
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
        unsafe SSL_CTX_free(context)
        unsafe BIO_meth_free(socketMethod)
    }

    borrowing func use(_ identity: TLSIdentity) throws(TLSContextError) {
        let certificates = try Self.reading(identity.certificateChainPEM)
        guard let own = unsafe PEM_read_bio_X509(certificates.pointer, nil, nil, nil) else { throw .identity(.drain()) }
        defer { unsafe X509_free(own) }
        guard unsafe SSL_CTX_use_certificate(context, own) == 1 else { throw .identity(.drain()) }
        while let issuer = unsafe PEM_read_bio_X509(certificates.pointer, nil, nil, nil) {
            // SSL_CTX_add1_chain_cert, a macro.
            let isAdded = unsafe SSL_CTX_ctrl(context, SSL_CTRL_CHAIN_CERT, 1, UnsafeMutableRawPointer(issuer)) == 1
            unsafe X509_free(issuer)
            guard isAdded else { throw .identity(.drain()) }
        }
        // The end of the text is an error to OpenSSL.
        OpenSSLError.clear()
        let text = try Self.reading(identity.privateKeyPEM)
        guard let key = unsafe PEM_read_bio_PrivateKey(text.pointer, nil, nil, nil) else { throw .identity(.drain()) }
        defer { unsafe EVP_PKEY_free(key) }
        guard unsafe SSL_CTX_use_PrivateKey(context, key) == 1, unsafe SSL_CTX_check_private_key(context) == 1 else {
            throw .identity(.drain())
        }
    }

    private static func reading(_ text: String) throws(TLSContextError) -> MemoryBIO {
        do { return try MemoryBIO.reading(text) } catch { throw .library(error) }
    }
}
