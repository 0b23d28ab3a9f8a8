import COpenSSL

/// A server's first look at a client: whom it means to reach.
enum ClientHello {
    /// Has every session of a server stop once, after the hello and before it answers.
    static func observe(_ context: OpaquePointer) {
        unsafe SSL_CTX_set_client_hello_cb(
            context,
            { ssl, _, _ in
                guard let connection = unsafe SSL_get_ex_data(ssl, 0)?.assumingMemoryBound(to: SocketBIO.Connection.self) else {
                    return SSL_CLIENT_HELLO_ERROR
                }
                if unsafe connection.pointee.hasHeardHello { return SSL_CLIENT_HELLO_SUCCESS }
                unsafe connection.pointee.hasHeardHello = true
                unsafe connection.pointee.serverName = ClientHello.serverName(ssl)
                return SSL_CLIENT_HELLO_RETRY
            }, nil)
    }

    /// The one host name of the extension (RFC 6066 section 3): two bytes of list length, a type of 0, two of name length.
    private static func serverName(_ ssl: OpaquePointer?) -> String? {
        var start: UnsafePointer<UInt8>?
        var count = 0
        guard unsafe SSL_client_hello_get0_ext(ssl, UInt32(TLSEXT_TYPE_server_name), &start, &count) == 1 else { return nil }
        let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
        guard bytes.count > 5, unsafe bytes[2] == 0 else { return nil }
        let length = unsafe Int(bytes[3]) << 8 | Int(bytes[4])
        guard (1...min(253, bytes.count - 5)).contains(length) else { return nil }
        return unsafe UntrustedText.text(bytes[5..<5 + length], limit: 253).lowercased()
    }
}
