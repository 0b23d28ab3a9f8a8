import CLinux
import Glibc
package import Wire

/// Why a socket operation ended without its result.
package enum SocketError: Error, Equatable, Sendable {
    /// The deadline came first.
    case timedOut
    /// The task was cancelled.
    case cancelled
    case system(Errno)
}

/// A non-blocking socket on an event loop; it closes with its owner.
///
/// To be used only by tasks of its loop, and by one reader and one writer at a time.
package struct Socket: ~Copyable {
    private let descriptor: FileDescriptor
    private let loop: EventLoop

    /// Puts an open, non-blocking descriptor on a loop.
    package init(adopting descriptor: consuming FileDescriptor, on loop: EventLoop) throws(Errno) {
        try loop.watch(descriptor.number)
        self.descriptor = descriptor
        self.loop = loop
    }

    deinit {
        loop.unwatch(descriptor.number)
    }

    /// An unconnected TCP socket, with Nagle's delay off.
    package static func stream(for family: AddressFamily, on loop: EventLoop) throws(Errno) -> Socket {
        let socket = try Socket(family, SOCK_STREAM, on: loop)
        try socket.set(IPPROTO_TCP, TCP_NODELAY, to: 1)
        return socket
    }

    /// An unconnected UDP socket.
    package static func datagram(for family: AddressFamily, on loop: EventLoop) throws(Errno) -> Socket {
        try Socket(family, SOCK_DGRAM, on: loop)
    }

    private init(_ family: AddressFamily, _ type: __socket_type, on loop: EventLoop) throws(Errno) {
        let flags = Int32(type.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        let number = try retryingInterrupts { socket(family == .ip4 ? AF_INET : AF_INET6, flags, 0) }
        try self.init(adopting: FileDescriptor(owning: number), on: loop)
    }

    /// The descriptor's number, for libraries that do their own reading and writing.
    package var number: Int32 { descriptor.number }

    /// The address of our end.
    package var localAddress: SocketAddress? {
        unsafe try? SocketAddress.filled { (address, length) throws(Errno) in
            try retryingInterrupts { unsafe getsockname(descriptor.number, address, length) }
        }
    }

    /// Sets an integer socket option (`setsockopt(2)`).
    package func set(_ level: some BinaryInteger, _ option: Int32, to value: Int32) throws(Errno) {
        var value = value
        try retryingInterrupts {
            unsafe setsockopt(descriptor.number, Int32(level), option, &value, socklen_t(MemoryLayout<Int32>.size))
        }
    }

    /// Fixes the address of our end; port 0 leaves the port to the kernel.
    package func bind(to address: SocketAddress) throws(Errno) {
        try retryingInterrupts { unsafe address.withSockaddr { unsafe Glibc.bind(descriptor.number, $0, $1) } }
    }

    /// Has everything leave and arrive by one network interface (`SO_BINDTODEVICE`).
    package func bind(toInterface name: String) throws(Errno) {
        let characters = Array(name.utf8)
        guard (1..<Int(IFNAMSIZ)).contains(characters.count) else { throw Errno(ENODEV) }
        try retryingInterrupts {
            unsafe setsockopt(descriptor.number, SOL_SOCKET, SO_BINDTODEVICE, characters, socklen_t(characters.count))
        }
    }

    /// Has the end of a TCP connection be a reset, which its peer is told as `ECONNRESET`.
    package func resetOnClose() throws(Errno) {
        var now = linger(l_onoff: 1, l_linger: 0)
        try retryingInterrupts {
            unsafe setsockopt(descriptor.number, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        }
    }

    /// Ends our half of the connection; what the peer still sends can be read.
    /// - Returns: `false` when there is no connection any more.
    @discardableResult
    package func endWriting() -> Bool {
        shutdown(descriptor.number, Int32(SHUT_WR)) == 0
    }

    /// Connects; for UDP this only fixes the peer.
    package func connect(to address: SocketAddress, until deadline: Deadline) async throws(SocketError) {
        do {
            try retryingInterrupts { unsafe address.withSockaddr { unsafe Glibc.connect(descriptor.number, $0, $1) } }
            return
        } catch  where error.code == EINPROGRESS {
        } catch {
            throw .system(error)
        }
        try await wait(.write, until: deadline)
        var code: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        guard unsafe getsockopt(descriptor.number, SOL_SOCKET, SO_ERROR, &code, &length) == 0 else { throw .system(.last) }
        guard code == 0 else { throw .system(Errno(code)) }
    }

    /// Waits until the peer's bytes can be read.
    package func readable(until deadline: Deadline) async throws(SocketError) {
        try await wait(.read, until: deadline)
    }

    /// Waits until the socket takes bytes again.
    package func writable(until deadline: Deadline) async throws(SocketError) {
        try await wait(.write, until: deadline)
    }

    private func wait(_ direction: EventLoop.Direction, until deadline: Deadline) async throws(SocketError) {
        switch await loop.wait(on: descriptor.number, direction, until: deadline) {
        case .ready: return
        case .timedOut: throw .timedOut
        case .cancelled: throw .cancelled
        }
    }
}

extension Socket: ByteStream {
    package func read(into buffer: inout [UInt8], until deadline: Deadline) async throws(SocketError) -> Int {
        while true {
            // A peer that drips without pause never lets the wait below see the deadline.
            guard Deadline.now < deadline else { throw .timedOut }
            do throws(Errno) {
                let count = try retryingInterrupts {
                    unsafe recv(descriptor.number, loop.scratch.baseAddress, loop.scratch.count, 0)
                }
                unsafe buffer.append(contentsOf: loop.scratch[..<count])
                return count
            } catch  where error.code == EAGAIN {
            } catch {
                throw .system(error)
            }
            try await wait(.read, until: deadline)
        }
    }

    package func write(_ bytes: [UInt8], until deadline: Deadline) async throws(SocketError) {
        try await write(bytes, thenMore: false, until: deadline)
    }

    /// Writes bytes that, with `thenMore`, wait for the next ones to fill a packet.
    package func write(_ bytes: [UInt8], thenMore: Bool, until deadline: Deadline) async throws(SocketError) {
        let flags = Int32(MSG_NOSIGNAL) | (thenMore ? Int32(MSG_MORE) : 0)
        var sent = 0
        while sent < bytes.count {
            do throws(Errno) {
                sent += try retryingInterrupts {
                    unsafe bytes.withUnsafeBytes { bytes in
                        unsafe send(
                            descriptor.number, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, flags)
                    }
                }
            } catch  where error.code == EAGAIN {
                try await wait(.write, until: deadline)
            } catch {
                throw .system(error)
            }
        }
    }
}
