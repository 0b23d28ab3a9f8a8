import Glibc
import Wire

/// A UDP socket that takes datagrams from anybody and answers them.
package struct DatagramListener: ~Copyable {
    private let socket: Socket

    /// Binds; an IPv6 socket takes IPv6 only.
    package init(at address: SocketAddress, on loop: EventLoop) throws(Errno) {
        let socket = try Socket.datagram(for: address.ip.family, on: loop)
        if address.ip.family == .ip6 { try socket.set(IPPROTO_IPV6, IPV6_V6ONLY, to: 1) }
        let number = socket.number
        try retryingInterrupts { unsafe address.withSockaddr { unsafe bind(number, $0, $1) } }
        self.socket = socket
    }

    /// Where it is bound; the port is the real one when 0 was asked for.
    package var address: SocketAddress? { socket.localAddress }

    /// Waits for the next datagram, of which at most 4096 bytes are kept.
    package func receive(until deadline: Deadline) async throws(SocketError) -> (bytes: [UInt8], sender: SocketAddress) {
        let number = socket.number
        while true {
            var bytes = [UInt8](repeating: 0, count: 4096)
            do throws(Errno) {
                var count = 0
                let sender = unsafe try SocketAddress.filled { (address, length) throws(Errno) in
                    count = try retryingInterrupts { unsafe recvfrom(number, &bytes, bytes.count, 0, address, length) }
                }
                if let sender { return (Array(bytes.prefix(count)), sender) }
            } catch  where error.code == EAGAIN {
                try await socket.readable(until: deadline)
            } catch  where error.code == ECONNREFUSED {
                // Somebody answered went away: what ICMP told of an earlier datagram.
            } catch {
                throw .system(error)
            }
        }
    }

    /// Sends a datagram if the kernel takes it at once; as with any datagram, it may be lost.
    package func send(_ bytes: [UInt8], to peer: SocketAddress) {
        _ = unsafe peer.withSockaddr { unsafe sendto(socket.number, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, $1) }
    }
}
