import COpenSSL

/// The settings that clients' and servers' contexts have in common.
enum SSLContextLimits {
    /// `SSL_OP_NO_TICKET`, a macro that Swift cannot see.
    static let noTicket: UInt64 = 1 << 14
    /// `SSL_OP_NO_RENEGOTIATION`, likewise.
    private static let noRenegotiation: UInt64 = 1 << 30

    /// `SSL_OP_LEGACY_SERVER_CONNECT`, likewise.
    private static let legacyServerConnect: UInt64 = 1 << 2

    /// `SSL_OP_CIPHER_SERVER_PREFERENCE`, likewise.
    static let serverPreference: UInt64 = 1 << 22

    /// Fixes which versions are spoken.
    static func allow(_ versions: ClosedRange<TLSVersion>, in context: OpaquePointer) {
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(versions.lowerBound.code), nil)
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(versions.upperBound.code), nil)
        guard versions.lowerBound < .tls12 else { return }
        // These versions sign with MD5 and SHA-1, which no level above 0 allows; certificates are judged as ever.
        unsafe X509_VERIFY_PARAM_set_auth_level(SSL_CTX_get0_param(context), SSL_CTX_get_security_level(context))
        unsafe SSL_CTX_set_security_level(context, 0)
        // Servers that old know no secure renegotiation, and we renegotiate with nobody.
        _ = unsafe SSL_CTX_set_options(context, legacyServerConnect)
    }

    static func apply(to context: OpaquePointer) {
        unsafe allow(.tls12 ... .tls13, in: context)
        let modes = SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_MODE, Int(modes), nil)
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_SESS_CACHE_MODE, Int(SSL_SESS_CACHE_OFF), nil)
        _ = unsafe SSL_CTX_set_options(context, noRenegotiation)
        unsafe SSL_CTX_set_default_read_buffer_len(context, 16 << 10)
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_READ_AHEAD, 1, nil)
    }
}
