/// IPv4 or IPv6 address, without zone or port.
///
/// Ordered by family (IPv4 first), then numerically. An IPv4-mapped IPv6 address is a `.v6`.
package enum IPAddress: Hashable, Comparable, Sendable {
    /// Host byte order.
    case v4(UInt32)
    /// Host byte order, the first eight bytes in `high`.
    case v6(high: UInt64, low: UInt64)

    /// Address from its network-order bytes; `nil` unless there are 4 or 16.
    package init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4: self = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16:
            self = .v6(
                high: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
                low: bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) })
        default: return nil
        }
    }

    /// IPv6 address from its eight 16-bit groups.
    init(groups: [UInt16]) {
        self = .v6(
            high: groups.prefix(4).reduce(0) { $0 << 16 | UInt64($1) },
            low: groups.suffix(4).reduce(0) { $0 << 16 | UInt64($1) })
    }

    /// Network-order bytes: 4 or 16.
    package var bytes: [UInt8] {
        switch self {
        case .v4(let value): stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
        case .v6(let high, let low):
            [high, low].flatMap { half in stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> $0) } }
        }
    }

    /// IP version.
    package var family: AddressFamily {
        switch self {
        case .v4: .ip4
        case .v6: .ip6
        }
    }

    /// First address of the network of `bits` leading bits that holds this address.
    ///
    /// `bits` outside 0...32 or 0...128 is clamped.
    package func prefix(bits: Int) -> IPAddress {
        let bits = max(bits, 0)
        return switch self {
        case .v4(let value): .v4(value & ~(.max >> bits))
        case .v6(let high, let low): .v6(high: high & ~(.max >> bits), low: low & ~(.max >> max(bits - 64, 0)))
        }
    }

    /// Name whose PTR record names this address, without the final dot: under `in-addr.arpa` or `ip6.arpa`.
    ///
    /// RFC 1035 section 3.5, RFC 3596 section 2.5.
    package var reverseName: String {
        switch self {
        case .v4: bytes.reversed().map { "\($0)." }.joined() + "in-addr.arpa"
        case .v6:
            bytes.reversed().map { "\(String($0 & 15, radix: 16)).\(String($0 >> 4, radix: 16))." }.joined() + "ip6.arpa"
        }
    }
}
