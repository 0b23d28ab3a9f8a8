/// The addresses that share their leading bits.
package struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
    /// The first one.
    package let address: IPAddress
    /// How many bits are shared: 0 to 32, or to 128.
    package let bits: Int

    /// Parses `10.0.0.0/8`, `2001:db8::/32`, or one address; `nil` for bits set after those that are shared.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard let address = parts.first.flatMap({ IPAddress($0) }), parts.count <= 2 else { return nil }
        let most = address.family == .ip4 ? 32 : 128
        self.address = address
        guard parts.count == 2 else {
            bits = most
            return
        }
        let isNumber = (1...3).contains(parts[1].utf8.count) && parts[1].utf8.allSatisfy { 48...57 ~= $0 }
        guard isNumber, let bits = Int(parts[1]), bits <= most, address.prefix(bits: bits) == address else { return nil }
        self.bits = bits
    }

    /// Whether an address is one of them; an IPv4 address that IPv6 carries is none.
    package func contains(_ other: IPAddress) -> Bool {
        other.family == address.family && other.prefix(bits: bits) == address
    }

    /// `10.0.0.0/8`.
    package var description: String { "\(address)/\(bits)" }
}
