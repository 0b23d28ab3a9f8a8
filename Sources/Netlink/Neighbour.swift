/// What one interface knows of a neighbour's hardware address.
package struct Neighbour: Equatable, Sendable {
    static let fixedSize = 12
    /// Such neighbours have none to be found out.
    private static let needsNone: UInt16 = 0x40

    /// The interface's number.
    package let link: UInt32
    /// Bits of the kernel's `NUD_` states (include/uapi/linux/neighbour.h).
    package let state: UInt16

    /// Whether it is one that address resolution is for.
    package var isResolved: Bool { state & Self.needsNone == 0 }

    init(parsing datagram: Span<UInt8>, at payload: Range<Int>) throws(NetlinkError) {
        guard payload.count >= Self.fixedSize else { throw .malformed(offset: payload.lowerBound) }
        link = try datagram.native(at: 4, in: payload)
        state = try datagram.native(at: 8, in: payload)
    }
}
