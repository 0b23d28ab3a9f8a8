package import Wire

/// The network that stands for an edge: all addresses of one IPv4 /24 or IPv6 /48 are served in one place.
///
/// In Meta's published list of addresses each /24 is one cluster, with one address for chat and one for web and media; so a
/// change of network is a change of edge, names or not.
package struct EdgeNetwork: Hashable, Comparable, Sendable {
    /// The network's first address.
    package let first: IPAddress

    /// The network an address lies in.
    package init(of address: IPAddress) {
        first = address.prefix(bits: Self.bits(of: address.family))
    }

    package var family: AddressFamily { first.family }

    /// In the order of their addresses, IPv4 first.
    package static func < (left: EdgeNetwork, right: EdgeNetwork) -> Bool {
        left.first < right.first
    }

    private static func bits(of family: AddressFamily) -> Int {
        switch family {
        case .ip4: 24
        case .ip6: 48
        }
    }
}

extension EdgeNetwork: CustomStringConvertible {
    /// `57.144.23.0/24`, `2a03:2880:f33c::/48`.
    package var description: String { "\(first)/\(Self.bits(of: family))" }

    /// A network from its text form; `nil` unless it is written just so.
    package init?(_ text: some StringProtocol) {
        guard let slash = text.firstIndex(of: "/"), let address = IPAddress(text[..<slash]) else { return nil }
        self.init(of: address)
        guard description == text else { return nil }
    }
}
