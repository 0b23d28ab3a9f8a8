/// What a router, or a host, says of a packet it could not pass on (RFC 792, RFC 4443 section 3).
package enum ICMPError: Hashable, Sendable {
    /// The packet came to the end of its hops on the way.
    case hopLimitExceeded
    /// It does not fit into a link on the way, which takes this much; 0 from routers that do not say.
    case tooBig(mtuBytes: Int)
    case networkUnreachable
    case hostUnreachable
    /// A rule of somebody's on the way forbids it.
    case prohibited
    case other(type: UInt8, code: UInt8)

    /// - Parameter information: what else the message says: the MTU, where the packet was too big.
    package init(type: UInt8, code: UInt8, information: UInt32, over family: AddressFamily) {
        switch (family, type, code) {
        case (.ip4, 3, 4): self = .tooBig(mtuBytes: Int(information & 0xFFFF))
        case (.ip6, 2, _): self = .tooBig(mtuBytes: Int(information))
        case (.ip4, 11, 0), (.ip6, 3, 0): self = .hopLimitExceeded
        case (.ip4, 3, 9), (.ip4, 3, 10), (.ip4, 3, 13), (.ip6, 1, 1), (.ip6, 1, 5), (.ip6, 1, 6): self = .prohibited
        case (.ip4, 3, 0), (.ip4, 3, 6), (.ip4, 3, 11), (.ip6, 1, 0), (.ip6, 1, 2): self = .networkUnreachable
        case (.ip4, 3, _), (.ip6, 1, _): self = .hostUnreachable
        default: self = .other(type: type, code: code)
        }
    }
}

extension ICMPError: CustomStringConvertible {
    /// For people: "too big for a link of 1400 bytes".
    package var description: String {
        switch self {
        case .hopLimitExceeded: "hop limit exceeded"
        case .tooBig(0): "too big"
        case .tooBig(let mtu): "too big for a link of \(mtu) bytes"
        case .networkUnreachable: "network unreachable"
        case .hostUnreachable: "host unreachable"
        case .prohibited: "prohibited"
        case .other(let type, let code): "ICMP error \(type), code \(code)"
        }
    }
}
