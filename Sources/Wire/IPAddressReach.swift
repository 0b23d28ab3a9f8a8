extension IPAddress {
    /// How far an address can lead, for telling a usable answer from a bogus one.
    package enum Reach: String, Hashable, Sendable, CaseIterable {
        /// Routed on the Internet.
        case global
        /// `0.0.0.0` or `::`.
        case unspecified
        case loopback
        case linkLocal = "link_local"
        /// RFC 1918, shared space of carrier NAT (RFC 6598), unique local and site-local IPv6, local NAT64 (RFC 8215).
        case `private`
        case multicast
        /// Documentation, benchmarking, protocol assignments, or not handed out at all.
        case reserved
    }

    /// Reach by the IANA special-purpose registries (RFC 6890 and its updates).
    ///
    /// An address that carries an IPv4 address (mapped, the well-known NAT64 prefix, 6to4) reaches as far as that one:
    /// behind DNS64 every answer is `64:ff9b::/96`. All of `2001::/23`, Teredo included, is `.reserved`.
    package var reach: Reach {
        switch self {
        case .v4: Self.reach4.first { $0.network == prefix(bits: $0.bits) }?.reach ?? .global
        case .v6(0, let low) where low >> 32 == 0xffff: IPAddress.v4(UInt32(truncatingIfNeeded: low)).reach
        case .v6(0x64_ff9b_0000_0000, let low) where low >> 32 == 0: IPAddress.v4(UInt32(truncatingIfNeeded: low)).reach
        case .v6(let high, _) where high >> 48 == 0x2002: IPAddress.v4(UInt32(truncatingIfNeeded: high >> 16)).reach
        case .v6(let high, _):
            Self.reach6.first { $0.network == prefix(bits: $0.bits) }?.reach
                // Only 2000::/3 has been given out as unicast.
                ?? (high >> 61 == 1 ? .global : .reserved)
        }
    }

    private typealias Block = (network: IPAddress, bits: Int, reach: Reach)

    private static let reach4: [Block] = [
        (.v4(0x0000_0000), 32, .unspecified),
        (.v4(0x0000_0000), 8, .reserved),
        (.v4(0x0a00_0000), 8, .private),
        (.v4(0x6440_0000), 10, .private),
        (.v4(0x7f00_0000), 8, .loopback),
        (.v4(0xa9fe_0000), 16, .linkLocal),
        (.v4(0xac10_0000), 12, .private),
        (.v4(0xc000_0000), 24, .reserved),  // 192.0.0.0, protocol assignments
        (.v4(0xc000_0200), 24, .reserved),  // 192.0.2.0, documentation
        (.v4(0xc058_6300), 24, .reserved),  // 192.88.99.0, 6to4 relays, withdrawn
        (.v4(0xc0a8_0000), 16, .private),
        (.v4(0xc612_0000), 15, .reserved),  // 198.18.0.0, benchmarking
        (.v4(0xc633_6400), 24, .reserved),  // 198.51.100.0, documentation
        (.v4(0xcb00_7100), 24, .reserved),  // 203.0.113.0, documentation
        (.v4(0xe000_0000), 4, .multicast),
        (.v4(0xf000_0000), 4, .reserved),
    ]

    private static let reach6: [Block] = [
        (.v6(high: 0, low: 0), 128, .unspecified),
        (.v6(high: 0, low: 1), 128, .loopback),
        (.v6(high: 0x0064_ff9b_0001_0000, low: 0), 48, .private),
        (.v6(high: 0x2001_0000_0000_0000, low: 0), 23, .reserved),
        (.v6(high: 0x2001_0db8_0000_0000, low: 0), 32, .reserved),
        (.v6(high: 0x3fff_0000_0000_0000, low: 0), 20, .reserved),
        (.v6(high: 0xfc00_0000_0000_0000, low: 0), 7, .private),
        (.v6(high: 0xfe80_0000_0000_0000, low: 0), 10, .linkLocal),
        (.v6(high: 0xfec0_0000_0000_0000, low: 0), 10, .private),
        (.v6(high: 0xff00_0000_0000_0000, low: 0), 8, .multicast),
    ]
}
