package import Wire

/// A way for packets to somewhere, in one of the routing tables.
package struct Route: Equatable, Sendable {
    static let fixedSize = 12
    /// `RTN_UNICAST`: on to a gateway or a neighbour.
    private static let forward: UInt8 = 1
    private static let families: Set<UInt8> = [2, 10]

    /// Leading bits of ``destination`` that count: 0 for the default route.
    package let prefixLength: UInt8
    /// Who made it, of <linux/rtnetlink.h>.
    package let maker: UInt8
    /// `nil` for the default route.
    package private(set) var destination: IPAddress?
    /// Address of ours to send from.
    package private(set) var source: IPAddress?
    /// Of two alike the one with less is taken.
    package private(set) var priority: UInt32 = 0
    /// Packets are spread over these; just one, without a weight, for most routes.
    package private(set) var hops: [Hop]

    /// A neighbour that packets are passed on to.
    package struct Hop: Equatable, Sendable {
        /// Number of the interface.
        package var link: UInt32 = 0
        /// `nil` where the destination is a neighbour itself, or the gateway is of the other address family.
        package var gateway: IPAddress?
        /// Its part of the traffic, 1...256; `nil` for the only one.
        package var weight: Int?
    }

    /// `nil` for what is no IP route that packets are sent on by, such as one of an address of ours.
    init?(parsing datagram: Span<UInt8>, at payload: Range<Int>) throws(NetlinkError) {
        let family: UInt8 = try datagram.native(at: 0, in: payload)
        prefixLength = try datagram.native(at: 1, in: payload)
        maker = try datagram.native(at: 5, in: payload)
        let kind: UInt8 = try datagram.native(at: 7, in: payload)
        guard payload.count >= Self.fixedSize else { throw .malformed(offset: payload.lowerBound) }
        guard kind == Self.forward, Self.families.contains(family) else { return nil }
        var single = Hop()
        var several: [Hop] = []
        hops = []
        // Types of <linux/rtnetlink.h>.
        try Attribute.forEach(after: Self.fixedSize, of: payload, in: datagram) { (attribute) throws(NetlinkError) in
            let value = attribute.value
            switch attribute.type {
            case 1: destination = IPAddress(bytes: datagram.bytes(in: value))
            case 4: single.link = try datagram.native(at: 0, in: value)
            case 5: single.gateway = IPAddress(bytes: datagram.bytes(in: value))
            case 6: priority = try datagram.native(at: 0, in: value)
            case 7: source = IPAddress(bytes: datagram.bytes(in: value))
            case 9: several = try Self.hops(parsing: datagram, at: value)
            default: break
            }
        }
        hops = several.isEmpty ? [single] : several
    }

    /// Each hop is a small head of its length, flags, weight less one and interface, with attributes of its own.
    private static func hops(parsing datagram: Span<UInt8>, at range: Range<Int>) throws(NetlinkError) -> [Hop] {
        let headSize = 8
        var hops: [Hop] = []
        var start = range.lowerBound
        while range.upperBound - start >= headSize {
            let rest = start..<range.upperBound
            let length: UInt16 = try datagram.native(at: 0, in: rest)
            let weight: UInt8 = try datagram.native(at: 3, in: rest)
            guard length >= headSize, Int(length) <= rest.count else { throw .malformed(offset: start) }
            var hop = Hop(link: try datagram.native(at: 4, in: rest), weight: Int(weight) + 1)
            try Attribute.forEach(in: start + headSize..<start + Int(length), of: datagram) { (attribute) throws(NetlinkError) in
                if attribute.type == 5 { hop.gateway = IPAddress(bytes: datagram.bytes(in: attribute.value)) }
            }
            hops.append(hop)
            start += (Int(length) + 3) & ~3
        }
        return hops
    }
}
