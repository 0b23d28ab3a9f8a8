package import Posix
package import Wire

/// Where to listen, as `--web.listen-address` names it.
package struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// Which addresses of the machine.
    package enum Host: Hashable, Sendable {
        /// All of them, of both families.
        case any
        /// The loopback addresses of both families.
        case loopback
        case ip(IPAddress)
    }

    package let host: Host
    /// 0 lets the kernel choose one.
    package let port: UInt16

    package init(host: Host, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Parses `:10042`, `localhost:10042`, `192.0.2.1:10042` or `[2001:db8::1]:10042`.
    package init(parsing text: String) throws(ListenAddressError) {
        guard let colon = text.lastIndex(of: ":"), !text.hasSuffix("]") else { throw ListenAddressError(text, .missingPort) }
        let host = text[..<colon]
        let digits = text[colon...].dropFirst()
        // An IPv6 address alone: what its last colon parts off is no port.
        guard host.hasSuffix("]") || !host.contains(":") else { throw ListenAddressError(text, .missingBrackets) }
        // `UInt16.init` would take a sign.
        guard (1...5).contains(digits.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits)
        else { throw ListenAddressError(text, digits.isEmpty ? .missingPort : .badPort) }
        guard let parsed = Self.host(host) else { throw ListenAddressError(text, .badHost) }
        self.init(host: parsed, port: port)
    }

    private static func host(_ text: Substring) -> Host? {
        if text.isEmpty { return .any }
        if text.lowercased() == "localhost" { return .loopback }
        if text.hasPrefix("[") {
            guard let ip = IPAddress(text.dropFirst().dropLast()), ip.family == .ip6 else { return nil }
            return .ip(ip)
        }
        guard let ip = IPAddress(text), ip.family == .ip4 else { return nil }
        return .ip(ip)
    }

    /// The socket addresses meant. Of two, either may fail on a machine that lacks its family.
    package var socketAddresses: [SocketAddress] {
        let ips: [IPAddress] =
            switch host {
            case .any: [.v4(0), .v6(high: 0, low: 0)]
            case .loopback: [.v4(0x7f00_0001), .v6(high: 0, low: 1)]
            case .ip(let ip): [ip]
            }
        return ips.map { SocketAddress($0, port: port) }
    }

    /// As ``init(parsing:)`` takes it.
    package var description: String {
        switch host {
        case .any: ":\(port)"
        case .loopback: "localhost:\(port)"
        case .ip(let ip): SocketAddress(ip, port: port).description
        }
    }
}
