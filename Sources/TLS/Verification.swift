import COpenSSL

/// The errors that OpenSSL meets on its walk through a peer's chain.
struct Verification {
    /// `X509_V_ERR_` codes, each once. OpenSSL has fewer than a hundred.
    private(set) var codes: Set<Int32> = []

    /// Has a session note every error and go on, both with the walk and with the handshake.
    static func observe(_ ssl: OpaquePointer, _ connection: UnsafeMutablePointer<SocketBIO.Connection>) {
        unsafe SSL_set_ex_data(ssl, 0, connection)
        unsafe SSL_set_verify(ssl, SSL_VERIFY_NONE) { isFine, walk in
            let ssl = unsafe OpaquePointer(X509_STORE_CTX_get_ex_data(walk, SSL_get_ex_data_X509_STORE_CTX_idx()))
            if isFine == 0, let connection = unsafe SSL_get_ex_data(ssl, 0) {
                let code = unsafe X509_STORE_CTX_get_error(walk)
                let connection = unsafe connection.assumingMemoryBound(to: SocketBIO.Connection.self)
                unsafe connection.pointee.verification.codes.insert(code)
            }
            return 1
        }
    }

    /// - Parameter result: what `SSL_get_verify_result` says; it knows of failures too early for the walk to tell.
    func verdict(result: Int) -> CertificateVerdict {
        let last = Int32(truncatingIfNeeded: result)
        return CertificateVerdict(codes.union(last == X509_V_OK ? [] : [last]).map(CertificateFinding.init(code:)))
    }
}
