import CLinux
import Glibc
package import Wire

/// A socket for ICMP echoes to one peer: of the kind that needs no privilege (icmp(7)) where that is granted, or a raw one.
///
/// The unprivileged kind is granted to groups by `net.ipv4.ping_group_range`, the raw one to CAP_NET_RAW. Both give no other
/// replies than those to this socket's identifier.
package struct ICMPSocket: ~Copyable {
    package enum Kind: String, Sendable {
        case datagram, raw
    }

    /// What came in.
    package enum Arrival: Sendable {
        /// - `hopLimit`: the hops left of it; `nil` when the kernel does not tell.
        case reply(ICMPEcho, from: SocketAddress, hopLimit: Int?, at: Deadline)
        /// What somebody on the way, or the kernel itself, says of a request; its sequence where that is quoted.
        case complaint(ICMPComplaint, sequence: UInt16?)
    }

    /// Of both families' raw sockets and error queues (linux/errqueue.h).
    private static let originICMP4: UInt8 = 2
    private static let originICMP6: UInt8 = 3

    package let socket: Socket
    package let family: AddressFamily
    package let kind: Kind
    /// The identifier of its echoes: a random one once ``connect(from:to:)`` is through.
    package private(set) var identifier: UInt16 = 0
    private let loop: EventLoop

    /// - Parameter kinds: what to try, in order; the first kind's refusal is not told when the second is tried.
    /// - Throws: `EPERM` or `EACCES` when none is granted.
    package init(for family: AddressFamily, kinds: [Kind] = [.datagram, .raw], on loop: EventLoop) throws(Errno) {
        var opened: (number: Int32, kind: Kind)?
        var refusal = Errno(EACCES)
        for kind in kinds where opened == nil {
            let type = kind == .datagram ? SOCK_DGRAM : SOCK_RAW
            let flags = Int32(type.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
            let number = Glibc.socket(
                family == .ip4 ? AF_INET : AF_INET6, flags, Int32(family == .ip4 ? IPPROTO_ICMP : IPPROTO_ICMPV6))
            if number >= 0 { opened = (number, kind) } else { refusal = .last }
        }
        guard let opened else { throw refusal }
        let socket = try Socket(adopting: FileDescriptor(owning: opened.number), on: loop)
        switch family {
        case .ip4:
            try socket.set(IPPROTO_IP, IP_RECVERR, to: 1)
            try socket.set(IPPROTO_IP, IP_RECVTTL, to: 1)
        case .ip6:
            try socket.set(IPPROTO_IPV6, IPV6_RECVERR, to: 1)
            try socket.set(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, to: 1)
        }
        // The kernel's own times: ours would hold what the loop does between a packet's coming and its reading.
        try socket.set(SOL_SOCKET, SO_TIMESTAMPNS, to: 1)
        self.socket = socket
        self.family = family
        self.kind = opened.kind
        self.loop = loop
    }

    /// How many hops a packet may take, 1...255.
    package func setHopLimit(_ hops: Int) throws(Errno) {
        let hops = Int32(clamping: hops)
        switch family {
        case .ip4: try socket.set(IPPROTO_IP, IP_TTL, to: hops)
        case .ip6: try socket.set(IPPROTO_IPV6, IPV6_UNICAST_HOPS, to: hops)
        }
    }

    /// Whether packets may be cut up on the way; what the kernel remembers of the path's MTU is not asked.
    package func setForbidsFragments(_ isForbidden: Bool) throws(Errno) {
        switch family {
        case .ip4: try socket.set(IPPROTO_IP, IP_MTU_DISCOVER, to: isForbidden ? IP_PMTUDISC_PROBE : IP_PMTUDISC_DONT)
        case .ip6:
            guard isForbidden else { return }
            try socket.set(IPPROTO_IPV6, IPV6_MTU_DISCOVER, to: IPV6_PMTUDISC_PROBE)
            try socket.set(IPPROTO_IPV6, IPV6_DONTFRAG, to: 1)
        }
    }

    /// Takes an identifier, binds to an address of this host's and fixes the peer.
    package mutating func connect(from source: IPAddress?, to peer: SocketAddress) throws(Errno) {
        let source = source ?? (family == .ip4 ? .v4(0) : .v6(high: 0, low: 0))
        switch kind {
        case .raw:
            identifier = .random(in: 0 ... .max)
            let number = socket.number
            let (isIPv6, wanted) = (Int32(family == .ip6 ? 1 : 0), identifier)
            try retryingInterrupts { whatsapp_icmp_filter(number, isIPv6, wanted) }
            try socket.bind(to: SocketAddress(source, port: 0, scope: peer.scope))
        case .datagram:
            try bindToIdentifier(at: source, scope: peer.scope)
            guard let bound = socket.localAddress else { throw Errno(EINVAL) }
            identifier = bound.port
        }
        let number = socket.number
        try retryingInterrupts {
            unsafe SocketAddress(peer.ip, port: 0, scope: peer.scope).withSockaddr { unsafe Glibc.connect(number, $0, $1) }
        }
    }

    /// The identifier is the port of such a socket.
    private func bindToIdentifier(at source: IPAddress, scope: UInt32) throws(Errno) {
        // The kernel makes these sockets with the option set, and of two with one identifier the wrong one would be given
        // the replies (net/ipv4/ping.c, ping_get_port).
        try socket.set(SOL_SOCKET, SO_REUSEADDR, to: 0)
        for _ in 0..<8 {
            do throws(Errno) {
                return try socket.bind(to: SocketAddress(source, port: .random(in: 1 ... .max), scope: scope))
            } catch  where error.code == EADDRINUSE {}
        }
        // On a host this busy the kernel looks for a free one.
        try socket.bind(to: SocketAddress(source, port: 0, scope: scope))
    }

    /// Sends a request if the kernel takes it at once.
    ///
    /// - Throws: what is wrong with this host or its routes; `EMSGSIZE` for a packet too big for the first link.
    package func send(_ echo: ICMPEcho) throws(Errno) {
        let bytes = echo.request(over: family)
        let number = socket.number
        try retryingInterrupts { unsafe Glibc.send(number, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }
    }

    /// What has come in, errors first; `nil` for nothing. Messages that are none of an echo's are passed over.
    package func receive() -> Arrival? {
        // An error is told twice: in its queue, and as the error of whatever call comes next, which is then to be made again.
        for flags in [Int32(MSG_ERRQUEUE), 0, 0] {
            do throws(Errno) {
                while true {
                    if let arrival = try receive(flags: flags) { return arrival }
                }
            } catch {}
        }
        return nil
    }

    private func receive(flags: Int32) throws(Errno) -> Arrival? {
        var notes = whatsapp_icmp_notes()
        var count = 0
        let (number, room) = unsafe (socket.number, loop.scratch)
        let sender = unsafe try SocketAddress.filled { (address, length) throws(Errno) in
            count = try retryingInterrupts {
                unsafe whatsapp_icmp_receive(number, flags, room.baseAddress, room.count, address, length, &notes)
            }
        }
        let bytes = unsafe Array(room[..<count])
        return flags == 0 ? reply(bytes, from: sender, notes) : complaint(bytes, from: sender, notes)
    }

    private func reply(_ bytes: [UInt8], from sender: SocketAddress?, _ notes: whatsapp_icmp_notes) -> Arrival? {
        var message = bytes[...]
        // Raw sockets of IPv4 are given the IP header too.
        if kind == .raw, family == .ip4 { message = message.dropFirst(Int(message.first ?? 0) & 15 * 4) }
        guard let sender, let echo = ICMPEcho(reply: message, over: family), echo.identifier == identifier else { return nil }
        return .reply(
            echo, from: sender, hopLimit: notes.hop_limit < 0 ? nil : Int(notes.hop_limit),
            at: .past(unixNanoseconds: notes.received_at))
    }

    private func complaint(_ bytes: [UInt8], from reporter: SocketAddress?, _ notes: whatsapp_icmp_notes) -> Arrival? {
        var quoted = bytes[...]
        // Raw sockets of IPv6 are quoted the IP header too; no echo begins with these four bits.
        if family == .ip6, let first = quoted.first, first >> 4 == 6 { quoted = quoted.dropFirst(40) }
        let echo = ICMPEcho(quotedRequest: quoted, over: family)
        // What is quoted of another's echoes to the same peer.
        if let echo, echo.identifier != identifier { return nil }
        let isFromNetwork = [Self.originICMP4, Self.originICMP6].contains(notes.error_origin)
        guard isFromNetwork else {
            return .complaint(ICMPComplaint(errno: Errno(Int32(bitPattern: notes.error_number))), sequence: echo?.sequence)
        }
        let error = ICMPError(
            type: notes.error_type, code: notes.error_code, information: notes.error_information, over: family)
        return .complaint(ICMPComplaint(error: error, reporter: reporter?.ip), sequence: echo?.sequence)
    }
}

extension Deadline {
    /// The instant of a moment just past on the wall clock, so that a step of that clock is no more than an error of the little
    /// that lies between; now for 0.
    static func past(unixNanoseconds: Int64) -> Deadline {
        let now = Deadline.now
        guard unixNanoseconds > 0 else { return now }
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        let age = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) - unixNanoseconds
        return now + .nanoseconds(-min(max(age, 0), 1_000_000_000))
    }
}
