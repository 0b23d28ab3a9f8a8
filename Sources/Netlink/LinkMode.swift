import Posix

/// Speed and duplex of an interface, as ethtool has them (kernel: Documentation/networking/ethtool-netlink.rst).
package struct LinkMode: Equatable, Sendable {
    /// The interface's number.
    package private(set) var link: UInt32 = 0
    /// Millions of bits in a second; `nil` where unknown.
    package private(set) var speedMegabits: UInt32?
    /// `nil` where not told.
    package private(set) var duplex: Duplex?

    /// Whether both ends may send at once.
    package enum Duplex: UInt8, Sendable {
        case half = 0
        case full = 1
        case unknown = 0xff
    }

    /// The fixed part of generic messages: command, version, padding.
    static let fixedSize = 4

    init(parsing datagram: Span<UInt8>, at payload: Range<Int>) throws(NetlinkError) {
        try Attribute.forEach(after: Self.fixedSize, of: payload, in: datagram) { (attribute) throws(NetlinkError) in
            switch attribute.type {
            case 1:
                try Attribute.forEach(in: attribute.value, of: datagram) { (attribute) throws(NetlinkError) in
                    if attribute.type == 1 { link = try datagram.native(at: 0, in: attribute.value) }
                }
            case 5:
                let speed: UInt32 = try datagram.native(at: 0, in: attribute.value)
                speedMegabits = speed == .max ? nil : speed
            case 6: duplex = Duplex(rawValue: try datagram.native(at: 0, in: attribute.value))
            default: break
            }
        }
    }

    /// The modes of all interfaces that have one.
    ///
    /// - Throws: `.refused(ENOENT)` on a kernel without such messages (Linux 5.6).
    package static func all() throws(NetlinkError) -> [LinkMode] {
        var channel = NetlinkChannel(.generic)
        var family: UInt16?
        try channel.ask(.family(named: "ethtool")) { (head, datagram) throws(NetlinkError) in
            family = try familyNumber(parsing: datagram, at: head.payload)
        }
        guard let family else { throw .malformed(offset: 0) }
        var modes: [LinkMode] = []
        try channel.ask(
            .linkModes(family: family), restart: { modes = [] },
            each: { (head, datagram) throws(NetlinkError) in
                modes.append(try LinkMode(parsing: datagram, at: head.payload))
            })
        return modes
    }

    static func familyNumber(parsing datagram: Span<UInt8>, at payload: Range<Int>) throws(NetlinkError) -> UInt16? {
        var number: UInt16?
        try Attribute.forEach(after: fixedSize, of: payload, in: datagram) { (attribute) throws(NetlinkError) in
            if attribute.type == 1 { number = try datagram.native(at: 0, in: attribute.value) }
        }
        return number
    }
}

extension Question {
    /// The number of a family of generic messages (kernel: include/uapi/linux/genetlink.h).
    static func family(named name: String) -> Question {
        var body: [UInt8] = [3, 1, 0, 0]
        body.append(native: UInt16(4 + name.utf8.count + 1))
        body.append(native: 2 as UInt16)
        body += Array(name.utf8) + [0]
        while !body.count.isMultiple(of: 4) { body.append(0) }
        return Question(type: 16, asksForAll: false, body: body)
    }

    /// The speed and duplex of all interfaces, their lists of possible modes in short (kernel: include/uapi/linux/ethtool_netlink.h).
    static func linkModes(family: UInt16) -> Question {
        var body: [UInt8] = [4, 1, 0, 0]
        // A header that names no interface, with the flag for compact bit sets.
        body.append(native: 12 as UInt16)
        body.append(native: 0x8001 as UInt16)
        body.append(native: 8 as UInt16)
        body.append(native: 3 as UInt16)
        body.append(native: 1 as UInt32)
        return Question(type: family, asksForAll: true, body: body)
    }
}
