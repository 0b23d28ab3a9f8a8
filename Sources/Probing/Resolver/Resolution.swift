package import Posix
package import Wire

/// A name's addresses, and where they came from.
package struct Resolution: Sendable, Equatable {
    package enum Source: String, Sendable {
        case literal
        case hostsFile = "hosts_file"
        case dns, cache
    }

    package var source: Source
    /// In the order answered.
    package var addresses: [IPAddress]
    /// `nil` unless a server answered.
    package var responseCode: DNSResponseCode?
    /// The least TTL on the way from the name to its addresses.
    package var ttlSeconds: UInt32?
    /// The aliases followed, in order.
    package var cnames: [DNSName]
    /// The server that answered.
    package var server: SocketAddress?
    package var duration: Duration

    package init(
        source: Source, addresses: [IPAddress], responseCode: DNSResponseCode? = nil, ttlSeconds: UInt32? = nil,
        cnames: [DNSName] = [], server: SocketAddress? = nil, duration: Duration = .zero
    ) {
        self.source = source
        self.addresses = addresses
        self.responseCode = responseCode
        self.ttlSeconds = ttlSeconds
        self.cnames = cnames
        self.server = server
        self.duration = duration
    }
}
