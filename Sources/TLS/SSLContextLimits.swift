import COpenSSL

/// The settings that clients' and servers' contexts have in common.
enum SSLContextLimits {
    /// `SSL_OP_NO_TICKET`, a macro that Swift cannot see.
    static let noTicket: UInt64 = 1 << 14
    /// `SSL_OP_NO_RENEGOTIATION`, likewise.
    private static let noRenegotiation: UInt64 = 1 << 30

    static func apply(to context: OpaquePointer) {
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_MIN_PROTO_VERSION, Int(TLS1_2_VERSION), nil)
        let modes = SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_MODE, Int(modes), nil)
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_SESS_CACHE_MODE, Int(SSL_SESS_CACHE_OFF), nil)
        _ = unsafe SSL_CTX_set_options(context, noRenegotiation)
        unsafe SSL_CTX_set_default_read_buffer_len(context, 16 << 10)
        _ = unsafe SSL_CTX_ctrl(context, SSL_CTRL_SET_READ_AHEAD, 1, nil)
    }
}
