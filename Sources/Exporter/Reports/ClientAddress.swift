import Posix
import Server
import Wire

/// Where a request comes from, past the proxies whose word is taken.
struct ClientAddress: Equatable {
    let ip: IPAddress

    /// Hops looked at.
    private static let mostHops = 32

    /// - Parameter proxies: those whose `X-Forwarded-For` is believed, each for who spoke to it.
    /// - Returns: `nil` when the kernel would not say.
    init?(_ request: Request, proxies: [IPNetwork]) {
        guard let peer = request.peer?.ip.unwrapped else { return nil }
        var address = peer
        if !proxies.isEmpty {
            // Whatever stands before what our own proxies wrote is the client's invention.
            for hop in request.head.fields.members("x-forwarded-for").reversed().prefix(Self.mostHops) {
                guard proxies.contains(where: { $0.contains(address) }), let next = Self.address(of: hop) else { break }
                address = next
            }
        }
        ip = address
    }

    /// What stands for one household or office: an IPv4 address, or the network of 64 bits that IPv6 gives to each.
    var site: [UInt8] {
        ip.family == .ip4 ? ip.bytes : Array(ip.bytes.prefix(8))
    }

    /// What stands for those who can have many sites at once: what a provider gives to one customer (RFC 6177), or a small network. Within
    /// a network of one's own each site is a place of its own.
    var neighbourhood: [UInt8] {
        guard ip.reach == .global else { return site }
        return Array(ip.bytes.prefix(ip.family == .ip4 ? 3 : 6))
    }

    /// Of an address, alone or with a port.
    private static func address(of hop: Substring) -> IPAddress? {
        if let ip = IPAddress(hop) { return ip.unwrapped }
        if hop.hasPrefix("["), let end = hop.firstIndex(of: "]") { return IPAddress(hop[..<end].dropFirst())?.unwrapped }
        guard let colon = hop.firstIndex(of: ":") else { return nil }
        return IPAddress(hop[..<colon])
    }
}
