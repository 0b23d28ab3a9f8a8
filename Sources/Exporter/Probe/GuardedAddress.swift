import Wire

extension IPAddress {
    /// Why nobody is led to this address by a name alone: it is this host, its own link or a cloud's service for the credentials
    /// of machines. `nil` for all others, private networks included.
    ///
    /// What carries an IPv4 address (mapped, translated, tunnelled) is judged by that one too, as the way leads there.
    var guardedRange: String? {
        if let own = ownGuardedRange { return own }
        return carried.lazy.compactMap(\.ownGuardedRange).first
    }

    /// The IPv4 address that this one reaches the very host of: itself, mapped, or behind the well-known NAT64.
    var unwrapped: IPAddress {
        switch self {
        case .v6(0, let low) where low >> 32 == 0xffff: .v4(UInt32(truncatingIfNeeded: low))
        case .v6(0x64_ff9b_0000_0000, let low) where low >> 32 == 0: .v4(UInt32(truncatingIfNeeded: low))
        default: self
        }
    }

    private var ownGuardedRange: String? {
        if Self.metadata.contains(where: { prefix(bits: $0.bits) == $0.network }) { return "cloud metadata" }
        switch self {
        case .v4(.max): return "broadcast"
        case .v4(let bits) where bits >> 24 == 0: return "unspecified"
        default: break
        }
        switch reach {
        case .unspecified: return "unspecified"
        case .loopback: return "loopback"
        case .linkLocal: return "link-local"
        case .multicast: return "multicast"
        case .global, .private, .reserved: return nil
        }
    }

    /// Where clouds keep what a machine may know of itself, besides 169.254.0.0/16.
    private static let metadata: [(network: IPAddress, bits: Int)] = [
        (.v4(0x6464_64c8), 32),  // 100.100.100.200, Alibaba Cloud
        (.v4(0xa83f_8110), 32),  // 168.63.129.16, Azure
        (.v4(0xc000_00c0), 32),  // 192.0.0.192, Oracle Cloud
        (.v6(high: 0xfd00_0ec2_0000_0000, low: 0), 32),  // fd00:ec2::254, AWS
        (.v6(high: 0xfd20_00ce_0000_0000, low: 0x254), 128),  // fd20:ce::254, Google Cloud
    ]

    /// IPv4 addresses in this IPv6 one.
    private var carried: [IPAddress] {
        guard case .v6(let high, let low) = self else { return [] }
        func v4(_ bits: UInt64) -> IPAddress { .v4(UInt32(truncatingIfNeeded: bits)) }
        switch (high, low >> 32) {
        // Compatible (RFC 4291), mapped, and translated (RFC 2765).
        case (0, 0), (0, 0xffff), (0, 0xffff_0000): return [v4(low)]
        case (0x64_ff9b_0000_0000, 0): return [v4(low)]
        default: break
        }
        // Local NAT64 (RFC 8215) may have its address after 48, 56, 64 or 96 bits, around the byte that is zero (RFC 6052).
        if high >> 16 == 0x64_ff9b_0001 {
            return [
                v4(high << 16 | low >> 40 & 0xffff), v4(high << 24 | low >> 32 & 0xff_ffff), v4(low >> 24), v4(low),
            ]
        }
        // 6to4 (RFC 3056).
        if high >> 48 == 0x2002 { return [v4(high >> 16)] }
        // Teredo (RFC 4380): the server's, and the client's turned over.
        if high >> 32 == 0x2001_0000 { return [v4(high), v4(~low)] }
        // ISATAP (RFC 5214).
        if low >> 32 & 0xfcff_ffff == 0x5efe { return [v4(low)] }
        return []
    }
}
