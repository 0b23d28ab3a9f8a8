import COpenSSL
import Synchronization

/// What all connections of a TLS server share that presents one certificate (TLS 1.2 or later).
///
/// A server of several names has one for each, and chooses when it has heard the client's hello.
package final class TLSServerContext: Sendable {
    private let handle: Mutex<ServerContextHandle>

    /// - Throws: `.identity` when the certificates or the key cannot be read or do not belong together.
    package init(_ identity: TLSIdentity) throws(TLSContextError) {
        let handle = try ServerContextHandle()
        try handle.use(identity)
        self.handle = Mutex(handle)
    }

    /// Files are read once, here. Blocking.
    /// - Throws: what names the file that does not serve.
    package init(options: Options) throws(TLSContextError) {
        let handle = try ServerContextHandle()
        try handle.apply(options)
        self.handle = Mutex(handle)
    }

    /// When its own certificate ends, in Unix seconds.
    package var certificateNotAfter: Int64? {
        handle.withLock { handle in
            guard let certificate = unsafe SSL_CTX_get0_certificate(handle.context) else { return nil }
            return unsafe PeerCertificate.unixTime(X509_get0_notAfter(certificate))
        }
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
