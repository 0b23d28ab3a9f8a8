import COpenSSL

/// A server's choice among the protocols that a client offers (RFC 7301).
enum ApplicationProtocol {
    /// Has a server choose `http/1.1`, and refuse a client that offers others only.
    static func settleForHTTP11(in context: OpaquePointer) {
        unsafe SSL_CTX_set_alpn_select_cb(
            context,
            { _, chosen, chosenLength, offers, count, _ in
                let offers = unsafe UnsafeBufferPointer(start: offers, count: Int(count))
                var start = 0
                while start < offers.count {
                    let end = unsafe start + 1 + Int(offers[start])
                    guard end <= offers.count else { break }
                    if unsafe offers[(start + 1)..<end].elementsEqual("http/1.1".utf8) {
                        unsafe chosen?.pointee = offers.baseAddress.map { unsafe $0 + start + 1 }
                        unsafe chosenLength?.pointee = UInt8(end - start - 1)
                        return SSL_TLSEXT_ERR_OK
                    }
                    start = end
                }
                return SSL_TLSEXT_ERR_ALERT_FATAL
            }, nil)
    }
}
