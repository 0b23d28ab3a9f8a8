import Posix

/// The answer to one question as it comes in, datagram by datagram.
struct Answer {
    /// The question's number. Messages with another one are of a question before, given up on.
    let sequence: UInt32
    /// Whether the kernel says that its list may have a thing twice or not at all.
    private(set) var isInterrupted = false

    init(sequence: UInt32) {
        self.sequence = sequence
    }

    /// Calls `body` with the messages of the datagram that are content.
    ///
    /// - Returns: whether the answer is complete.
    mutating func read(
        _ datagram: Span<UInt8>, _ body: (MessageHead) throws(NetlinkError) -> Void
    ) throws(NetlinkError) -> Bool {
        var offset = 0
        while let head = try MessageHead.next(in: datagram, at: &offset) {
            guard head.sequence == sequence else { continue }
            if head.flags & MessageHead.isInterrupted != 0 { isInterrupted = true }
            switch head.type {
            case MessageHead.nothing: continue
            case MessageHead.overrun: throw .interrupted
            case MessageHead.error, MessageHead.done:
                try checkStatus(of: head, in: datagram)
                return true
            default:
                try body(head)
                if head.flags & MessageHead.isMultipart == 0 { return true }
            }
        }
        return false
    }

    /// A negative error number, or something else where all is well.
    private func checkStatus(of head: MessageHead, in datagram: Span<UInt8>) throws(NetlinkError) {
        // The end of a list need not have one.
        if head.type == MessageHead.done, head.payload.count < 4 { return }
        let status: UInt32 = try datagram.native(at: 0, in: head.payload)
        let number = Int32(bitPattern: status)
        if number < 0 { throw .refused(Errno(0 &- number)) }
    }
}
