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
        do throws(SSLContextIdentity.Fault) {
            try unsafe SSLContextIdentity.use(identity, in: context)
        } catch {
            switch error {
            case .certificate(let error), .key(let error), .mismatch(let error): throw .identity(error)
            }
        }
    }
}
