/// The head of one message of a datagram (kernel: include/uapi/linux/netlink.h).
struct MessageHead: Equatable {
    static let size = 16

    // Types every family has.
    static let nothing: UInt16 = 1
    static let error: UInt16 = 2
    static let done: UInt16 = 3
    static let overrun: UInt16 = 4

    // Flags of questions and of answers.
    static let isRequest: UInt16 = 0x1
    static let isMultipart: UInt16 = 0x2
    static let isInterrupted: UInt16 = 0x10
    static let asksForAll: UInt16 = 0x300

    let type: UInt16
    let flags: UInt16
    /// The question's number, which its answers have too.
    let sequence: UInt32
    /// Where in the datagram the rest of the message is.
    let payload: Range<Int>

    /// The message at `offset`, which is moved to the next one; `nil` at the datagram's end.
    static func next(in datagram: Span<UInt8>, at offset: inout Int) throws(NetlinkError) -> MessageHead? {
        guard offset < datagram.count else { return nil }
        let rest = offset..<datagram.count
        let length: UInt32 = try datagram.native(at: 0, in: rest)
        guard length >= size, Int(length) <= rest.count else { throw .malformed(offset: offset) }
        let head = MessageHead(
            type: try datagram.native(at: 4, in: rest), flags: try datagram.native(at: 6, in: rest),
            sequence: try datagram.native(at: 8, in: rest), payload: offset + size..<offset + Int(length))
        // What follows starts at a multiple of four.
        offset += (Int(length) + 3) & ~3
        return head
    }
}
