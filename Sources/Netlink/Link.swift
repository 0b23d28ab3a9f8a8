import Wire

/// A network interface, as its RTM_NEWLINK message has it; what this kernel does not tell is `nil`.
package struct Link: Sendable {
    static let fixedSize = 16

    /// The interface's number.
    package let index: UInt32
    /// Kind of its hardware addresses, of <linux/if_arp.h>.
    package let hardwareType: UInt16
    /// Bits of netdevice(7), `IFF_UP` the lowest.
    package let flags: UInt32
    /// See ``InterfaceName``.
    package private(set) var name = ""
    /// Its hardware address; empty for none.
    package private(set) var address: [UInt8] = []
    /// The hardware address of everybody on the link; empty for none.
    package private(set) var broadcast: [UInt8] = []
    /// The longest packet it sends in one piece.
    package private(set) var mtuBytes: UInt32?
    /// Number of the interface below it, where that is another one.
    package private(set) var lower: UInt32?
    /// In packets.
    package private(set) var transmitQueueLength: UInt32?
    /// RFC 2863's state: 6 is up.
    package private(set) var operationalState: UInt8?
    /// Who sees to that state: 0 the kernel, 1 a process.
    package private(set) var linkMode: UInt8?
    /// As the administrator chose, 0 if not.
    package private(set) var group: UInt32?
    /// Whether the link has its carrier: 0 or 1.
    package private(set) var carrier: UInt8?
    /// Times the carrier came or went.
    package private(set) var carrierChanges: UInt32?
    /// Times it came.
    package private(set) var carrierUps: UInt32?
    /// Times it went.
    package private(set) var carrierDowns: UInt32?
    /// The administrator's words for it.
    package private(set) var alias: String?
    /// Longer names.
    package private(set) var alternativeNames: [String] = []
    /// Its traffic.
    package private(set) var statistics: LinkStatistics?

    init(parsing datagram: Span<UInt8>, at payload: Range<Int>) throws(NetlinkError) {
        hardwareType = try datagram.native(at: 2, in: payload)
        index = try datagram.native(at: 4, in: payload)
        flags = try datagram.native(at: 8, in: payload)
        try Attribute.forEach(after: Self.fixedSize, of: payload, in: datagram) { (attribute) throws(NetlinkError) in
            try read(attribute, of: datagram)
        }
    }

    // Types of <linux/if_link.h>.
    private mutating func read(_ attribute: Attribute, of datagram: Span<UInt8>) throws(NetlinkError) {
        let value = attribute.value
        switch attribute.type {
        case 1: address = datagram.bytes(in: value)
        case 2: broadcast = datagram.bytes(in: value)
        case 3: name = InterfaceName.text(of: datagram.extracting(datagram.string(in: value)))
        case 4: mtuBytes = try datagram.native(at: 0, in: value)
        case 5: lower = try datagram.native(at: 0, in: value)
        case 7 where statistics == nil: statistics = try LinkStatistics(parsing: datagram, at: value, bits: 32)
        case 13: transmitQueueLength = try datagram.native(at: 0, in: value)
        case 16: operationalState = try datagram.native(at: 0, in: value)
        case 17: linkMode = try datagram.native(at: 0, in: value)
        case 20: alias = InterfaceName.text(of: datagram.extracting(datagram.string(in: value)))
        case 23: statistics = try LinkStatistics(parsing: datagram, at: value)
        case 27: group = try datagram.native(at: 0, in: value)
        case 33: carrier = try datagram.native(at: 0, in: value)
        case 35: carrierChanges = try datagram.native(at: 0, in: value)
        case 47: carrierUps = try datagram.native(at: 0, in: value)
        case 48: carrierDowns = try datagram.native(at: 0, in: value)
        case 52:
            var names: [String] = []
            try Attribute.forEach(in: value, of: datagram) { (attribute) throws(NetlinkError) in
                guard attribute.type == 53 else { return }
                names.append(InterfaceName.text(of: datagram.extracting(datagram.string(in: attribute.value))))
            }
            alternativeNames = names
        default: break
        }
    }
}

/// The number and the name of an interface, all that most questions need of it.
package struct LinkName: Equatable, Sendable {
    /// The interface's number.
    package let index: UInt32
    /// See ``InterfaceName``.
    package let name: String

    init(parsing datagram: Span<UInt8>, at payload: Range<Int>) throws(NetlinkError) {
        index = try datagram.native(at: 4, in: payload)
        var name: String?
        try Attribute.forEach(after: Link.fixedSize, of: payload, in: datagram) { (attribute) throws(NetlinkError) in
            if attribute.type == 3 { name = InterfaceName.text(of: datagram.extracting(datagram.string(in: attribute.value))) }
        }
        guard let name else { throw .malformed(offset: payload.lowerBound) }
        self.name = name
    }
}
