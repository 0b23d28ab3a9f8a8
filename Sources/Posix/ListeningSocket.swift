import CLinux
import Glibc
import Wire

/// A TCP socket that accepts connections.
package struct ListeningSocket: ~Copyable {
    private let socket: Socket

    /// Binds and listens. An IPv6 socket takes IPv6 only, so `0.0.0.0` and `[::]` can be listened on side by side.
    /// - Parameter backlog: how many finished connections may wait to be accepted; the kernel lets one more in.
    package init(at address: SocketAddress, backlog: Int32 = 1024, on loop: EventLoop) throws(Errno) {
        let socket = try Socket.stream(for: address.ip.family, on: loop)
        try socket.set(SOL_SOCKET, SO_REUSEADDR, to: 1)
        if address.ip.family == .ip6 { try socket.set(IPPROTO_IPV6, IPV6_V6ONLY, to: 1) }
        let number = socket.number
        try retryingInterrupts { unsafe address.withSockaddr { unsafe bind(number, $0, $1) } }
        try retryingInterrupts { listen(number, backlog) }
        self.socket = socket
    }

    /// Takes over a socket that already listens, as systemd hands them out.
    package init(adopting descriptor: consuming FileDescriptor, on loop: EventLoop) throws(Errno) {
        let flags = try retryingInterrupts { fcntl(descriptor.number, F_GETFL) }
        try retryingInterrupts { fcntl(descriptor.number, F_SETFL, flags | O_NONBLOCK) }
        socket = try Socket(adopting: descriptor, on: loop)
    }

    /// Where it listens; the port is the real one when 0 was asked for.
    package var address: SocketAddress? { socket.localAddress }

    /// Waits for the next connection.
    package func accept(until deadline: Deadline) async throws(SocketError) -> AcceptedConnection {
        let listener = socket.number
        while true {
            do throws(Errno) {
                var number: Int32 = -1
                let peer = unsafe try SocketAddress.filled { (address, length) throws(Errno) in
                    number = try retryingInterrupts {
                        unsafe accept4(listener, address, length, Int32(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
                    }
                }
                return AcceptedConnection(descriptor: FileDescriptor(owning: number), peer: peer)
            } catch  where error.code == EAGAIN {
                try await socket.readable(until: deadline)
            } catch  where error.code == ECONNABORTED {
                // The client left between its SYN and our accept: the next one is as good.
            } catch {
                throw .system(error)
            }
        }
    }
}

/// A connection fresh from `accept4(2)`: non-blocking, on no loop yet.
package struct AcceptedConnection: ~Copyable {
    package let descriptor: FileDescriptor
    package let peer: SocketAddress?

    /// Gives the descriptor's number to its next owner.
    package consuming func take() -> Int32 {
        descriptor.take()
    }
}
