/// A TCP socket as sock_diag(7) lists it.
package struct TCPSocket: Equatable, Sendable {
    /// One of <net/tcp_states.h>.
    package let state: UInt8
    /// Bytes not fetched by the program; in a listening socket, connections not accepted.
    package let receiveQueueBytes: UInt32
    /// Bytes not sent, or not acknowledged; in a listening socket, how many connections may wait to be accepted.
    package let sendQueueBytes: UInt32

    /// A `struct inet_diag_msg` (kernel: include/uapi/linux/inet_diag.h).
    init(parsing datagram: Span<UInt8>, at payload: Range<Int>) throws(NetlinkError) {
        state = try datagram.native(at: 1, in: payload)
        receiveQueueBytes = try datagram.native(at: 56, in: payload)
        sendQueueBytes = try datagram.native(at: 60, in: payload)
    }
}
