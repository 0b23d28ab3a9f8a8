package import Posix
package import Wire

/// Where a probe goes, how, and how often.
package struct Target: Sendable {
    /// Unique and stable: the `target` label of all its series.
    package var name: String
    /// A DNS name or an address literal; "" where the prober finds its own peer.
    package var host: String
    package var port: UInt16
    package var prober: any Prober
    package var families: FamilyChoice
    package var interval: Duration
    package var timeout: Duration
    /// The DNS server to ask instead of the system's.
    package var resolver: SocketAddress?
    /// An address to go to without asking; the host still names the peer.
    package var address: IPAddress?
    /// Which address is chosen; `nil` for IPv4, and IPv6 where there is no IPv4 answer or route.
    package var addressRule: AddressRule?
    package var source = ProbeSource()
    /// Whether the host is a public service: an answer that is not a public address is then a bogus one.
    package var isPublic: Bool

    package init(
        name: String, host: String, port: UInt16, prober: any Prober, families: FamilyChoice = .any,
        interval: Duration = .seconds(60), timeout: Duration = .seconds(10), resolver: SocketAddress? = nil,
        isPublic: Bool = false
    ) {
        self.name = name
        self.host = host
        self.port = port
        self.prober = prober
        self.families = families
        self.interval = interval
        self.timeout = timeout
        self.resolver = resolver
        self.isPublic = isPublic
    }
}

/// Which address families a target is probed over.
package enum FamilyChoice: String, CaseIterable, Sendable {
    /// One probe over whichever works: IPv4, or IPv6 where there is no IPv4 answer or route.
    case any
    case ip4
    case ip6
    /// A probe over each, with series of its own.
    case both

    /// The families to run a probe for; `nil` stands for "whichever works".
    package var families: [AddressFamily?] {
        switch self {
        case .any: [nil]
        case .ip4: [.ip4]
        case .ip6: [.ip6]
        case .both: [.ip4, .ip6]
        }
    }
}
