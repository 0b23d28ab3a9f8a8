import Glibc
import Posix

/// A socket that is kept from question to question, and the buffer for its answers.
struct NetlinkChannel: ~Copyable {
    /// The kernel fills datagrams of a list up to 32 KiB, if there is room (kernel: net/netlink/af_netlink.c, netlink_dump).
    private static let bufferBytes = 32 << 10
    private static let largestBufferBytes = 1 << 20
    /// On a host whose containers come and go by the dozen, each reading of hundreds of interfaces may be disturbed.
    private static let attempts = 8

    private let family: NetlinkSocket.Family
    private var socket: NetlinkSocket?
    private var buffer = [UInt8](repeating: 0, count: bufferBytes)
    private var sequence: UInt32 = 0

    init(_ family: NetlinkSocket.Family) {
        self.family = family
    }

    /// Asks, and calls `each` with each message of the answer; blocks for as long as the kernel takes to make it.
    ///
    /// - Parameter restart: called before the first message, and again to forget them where the list changed under the kernel's
    ///   hands and is asked for anew.
    mutating func ask(
        _ question: Question, restart: () -> Void = {}, each: (MessageHead, Span<UInt8>) throws(NetlinkError) -> Void
    ) throws(NetlinkError) {
        for _ in 0..<Self.attempts {
            restart()
            do throws(NetlinkError) {
                if try attempt(question, each) { return }
            } catch {
                // What is still to come of this answer must not be met by the next question.
                socket = nil
                throw error
            }
        }
        throw .interrupted
    }

    /// - Returns: whether the answer can be relied on.
    private mutating func attempt(
        _ question: Question, _ body: (MessageHead, Span<UInt8>) throws(NetlinkError) -> Void
    ) throws(NetlinkError) -> Bool {
        sequence &+= 1
        var answer = Answer(sequence: sequence)
        var isComplete = false
        do throws(Errno) {
            try send(question.datagram(sequence: sequence))
        } catch {
            throw .system(error)
        }
        while !isComplete {
            let length = try receive()
            guard length <= buffer.count else {
                guard length <= Self.largestBufferBytes else { throw .tooMany }
                buffer = [UInt8](repeating: 0, count: length)
                socket = nil
                return false
            }
            let datagram = buffer.span.extracting(first: length)
            isComplete = try answer.read(datagram) { (head) throws(NetlinkError) in try body(head, datagram) }
        }
        return !answer.isInterrupted
    }

    private mutating func send(_ datagram: [UInt8]) throws(Errno) {
        if socket == nil { socket = try NetlinkSocket(family) }
        try socket?.send(datagram)
    }

    private mutating func receive() throws(NetlinkError) -> Int {
        do throws(Errno) {
            // Never 0: the kernel sends no empty datagrams.
            let length = try socket?.receive(into: &buffer) ?? 0
            guard length > 0 else { throw Errno(EPROTO) }
            return length
        } catch {
            throw .system(error)
        }
    }
}
