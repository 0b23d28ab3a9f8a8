package import Posix
package import Wire

/// A way out of this host for addresses that no other route covers.
package struct DefaultRoute: Equatable, Sendable {
    /// Interface packets leave by.
    package let interface: String
    /// `nil` where the interface itself is the way, as with a tunnel.
    package let gateway: IPAddress?
    /// The route with the lowest is taken.
    package let metric: UInt64

    // <linux/route.h> and <linux/ipv6_route.h>.
    private static let up: UInt64 = 0x1
    private static let gatewayFlag: UInt64 = 0x2
    private static let reject: UInt64 = 0x200

    /// A heading, then lines of interface, destination, gateway, flags, reference count, use, metric, mask and more.
    static func parse4(_ bytes: Span<UInt8>) throws(Malformed) -> [DefaultRoute] {
        var routes: [DefaultRoute] = []
        var offset = 0
        guard bytes.isText("Iface", startingAt: 0) else { throw Malformed(offset: 0) }
        bytes.skipLine(&offset)
        while offset < bytes.count {
            let interface = bytes.word(&offset)
            let destination = try bytes.hexadecimal(&offset)
            let gateway = try bytes.hexadecimal(&offset)
            let flags = try bytes.hexadecimal(&offset)
            _ = bytes.word(&offset)
            _ = bytes.word(&offset)
            let metric = try bytes.decimal(&offset)
            let mask = try bytes.hexadecimal(&offset)
            if destination == 0, mask == 0, flags & up != 0, flags & reject == 0 {
                // The number's bytes in memory are the address in network order.
                let address = UInt32(bigEndian: UInt32(truncatingIfNeeded: gateway))
                routes.append(
                    DefaultRoute(
                        interface: bytes.string(at: interface), gateway: flags & gatewayFlag != 0 ? .v4(address) : nil,
                        metric: metric))
            }
            bytes.skipLine(&offset)
        }
        return routes.sorted { $0.metric < $1.metric }
    }

    /// Lines of destination and length, source and length, next hop, metric, reference count, use, flags, interface.
    static func parse6(_ bytes: Span<UInt8>) throws(Malformed) -> [DefaultRoute] {
        var routes: [DefaultRoute] = []
        var offset = 0
        while offset < bytes.count {
            let start = offset
            _ = bytes.word(&offset)
            let prefixLength = try bytes.hexadecimal(&offset)
            _ = bytes.word(&offset)
            let sourceLength = try bytes.hexadecimal(&offset)
            let hop = bytes.word(&offset)
            guard hop.count == 32 else { throw Malformed(offset: start) }
            let middle = hop.lowerBound + 16
            let high = try bytes.hexadecimal(in: hop.lowerBound..<middle)
            let low = try bytes.hexadecimal(in: middle..<hop.upperBound)
            let metric = try bytes.hexadecimal(&offset)
            _ = bytes.word(&offset)
            _ = bytes.word(&offset)
            let flags = try bytes.hexadecimal(&offset)
            let interface = bytes.word(&offset)
            guard !interface.isEmpty else { throw Malformed(offset: start) }
            // The kernel's own unreachable route, on `lo`, covers everything too.
            if prefixLength == 0, sourceLength == 0, flags & up != 0, flags & reject == 0 {
                routes.append(
                    DefaultRoute(
                        interface: bytes.string(at: interface),
                        gateway: flags & gatewayFlag != 0 ? .v6(high: high, low: low) : nil, metric: metric))
            }
            bytes.skipLine(&offset)
        }
        return routes.sorted { $0.metric < $1.metric }
    }
}

extension ProcFS {
    /// Reads `net/route` (kernel: net/ipv4/fib_trie.c): the default routes of the main table, the preferred one first.
    package func defaultRoutes4(with reader: inout FileReader) throws(ProcFSError) -> [DefaultRoute] {
        try read("net/route", with: &reader, limit: Self.largeLimit) { (bytes) throws(Malformed) in
            try DefaultRoute.parse4(bytes)
        }
    }

    /// Reads `net/ipv6_route` (kernel: net/ipv6/route.c): the default routes, the preferred one first; empty without IPv6.
    package func defaultRoutes6(with reader: inout FileReader) throws(ProcFSError) -> [DefaultRoute] {
        try readIfPresent("net/ipv6_route", with: &reader, limit: Self.largeLimit) { (bytes) throws(Malformed) in
            try DefaultRoute.parse6(bytes)
        } ?? []
    }
}
