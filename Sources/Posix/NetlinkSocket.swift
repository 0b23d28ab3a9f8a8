import CLinux
import Glibc

/// A socket for questions to the kernel in netlink(7), or for its unasked news.
///
/// Blocking: the kernel has its answer, or the first part of it, ready when ``send(_:)`` returns.
package struct NetlinkSocket: ~Copyable {
    /// What the kernel is asked about.
    package enum Family: Int32, Sendable {
        /// Interfaces, addresses, routes and neighbours: rtnetlink(7).
        case route = 0
        /// Sockets: sock_diag(7).
        case sockets = 4
        /// Families of messages that go by a name (kernel: Documentation/userspace-api/netlink/intro.rst).
        case generic = 16
    }

    /// An answer that is late by this much never comes.
    private static let patienceSeconds = 2

    private let descriptor: FileDescriptor

    /// - Parameters:
    ///   - groups: what to be told of unasked, as a mask of the family's old-style groups.
    ///   - roomBytes: how much the kernel may keep for us; `nil` for its own default. It drops what is more, and says so.
    /// - Throws: `EAFNOSUPPORT`, `EPERM` or `EACCES` where a sandbox wants no such sockets.
    package init(_ family: Family, groups: UInt32 = 0, roomBytes: Int32? = nil) throws(Errno) {
        let flags = Int32(SOCK_RAW.rawValue | SOCK_CLOEXEC.rawValue)
        let number = try retryingInterrupts { Glibc.socket(AF_NETLINK, flags, family.rawValue) }
        let owner = FileDescriptor(owning: number)
        if var roomBytes {
            try retryingInterrupts {
                unsafe setsockopt(number, SOL_SOCKET, SO_RCVBUF, &roomBytes, socklen_t(MemoryLayout<Int32>.size))
            }
        }
        var patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
        try retryingInterrupts {
            unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_nl()
        address.nl_family = sa_family_t(AF_NETLINK)
        address.nl_groups = groups
        unsafe try Self.withSockaddr(&address) { (pointer, length) throws(Errno) in
            try retryingInterrupts { unsafe Glibc.bind(number, pointer, length) }
        }
        // Connected to the kernel, nobody else can send to us.
        address.nl_groups = 0
        unsafe try Self.withSockaddr(&address) { (pointer, length) throws(Errno) in
            try retryingInterrupts { unsafe Glibc.connect(number, pointer, length) }
        }
        descriptor = owner
    }

    /// Sends one datagram of messages.
    package borrowing func send(_ bytes: [UInt8]) throws(Errno) {
        let number = descriptor.number
        try retryingInterrupts { unsafe Glibc.send(number, bytes, bytes.count, 0) }
    }

    /// Waits for the next datagram and puts as much of it in `buffer` as has room there.
    ///
    /// - Returns: the datagram's length, even where the buffer is shorter.
    /// - Throws: `ENOBUFS` when the kernel had more to tell than it could keep for us; `EAGAIN` when nothing came for long.
    package borrowing func receive(into buffer: inout [UInt8]) throws(Errno) -> Int {
        try receive(into: &buffer, flags: Int32(MSG_TRUNC))
    }

    /// Takes what news has come, without a look at it and without waiting.
    ///
    /// - Returns: whether there was any, or some was lost.
    /// - Throws: what recv(2) does, when the socket is of no more use.
    package borrowing func drain() throws(Errno) -> Bool {
        // Its length is not asked for, and what has no room is dropped.
        var scrap: [UInt8] = []
        var hasNews = false
        // As many as a socket has room for; if they come faster than they are taken, there is news for sure.
        for _ in 0..<4096 {
            do throws(Errno) {
                _ = try receive(into: &scrap, flags: Int32(MSG_DONTWAIT))
                hasNews = true
            } catch {
                switch error.code {
                case EAGAIN: return hasNews
                case ENOBUFS: hasNews = true
                default: throw error
                }
            }
        }
        return true
    }

    private borrowing func receive(into buffer: inout [UInt8], flags: Int32) throws(Errno) -> Int {
        let number = descriptor.number
        return try unsafe buffer.withUnsafeMutableBufferPointer { (room) throws(Errno) in
            try retryingInterrupts { unsafe Glibc.recv(number, room.baseAddress, room.count, flags) }
        }
    }

    private static func withSockaddr(
        _ address: inout sockaddr_nl, _ body: (UnsafePointer<sockaddr>, socklen_t) throws(Errno) -> Void
    ) throws(Errno) {
        let length = socklen_t(MemoryLayout<sockaddr_nl>.size)
        try unsafe withUnsafePointer(to: &address) { (pointer) throws(Errno) in
            try unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { (pointer) throws(Errno) in
                try unsafe body(pointer, length)
            }
        }
    }
}
