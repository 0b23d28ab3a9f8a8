import Glibc
import Posix
import Wire

extension DNSQuery {
    /// Asks over a datagram socket that is connected to the server, once; a lost datagram ends with the deadline.
    func exchange(overDatagrams socket: borrowing Socket, until deadline: Deadline) async throws(SocketError) -> DNSMessage {
        try await socket.write(serialize(), until: deadline)
        while true {
            var datagram: [UInt8] = []
            _ = try await socket.read(into: &datagram, until: deadline)
            // A forged or stray datagram must not end the wait for the real one.
            if let message = try? DNSMessage(parsing: datagram), message.matches(self) { return message }
            if isUnmistakable(datagram) { throw .system(ProbeFailure.notDNS) }
            // Nor may a flood of them keep the loop from everybody else.
            await Task.yield()
        }
    }

    /// Whether a datagram carries our query's id but cannot be read: the server's own garbage, not a forgery.
    private func isUnmistakable(_ datagram: [UInt8]) -> Bool {
        guard (try? DNSMessage(parsing: datagram)) == nil else { return false }
        return datagram.starts(with: [UInt8(id >> 8), UInt8(id & 0xFF)])
    }

    /// Asks over a connection, and reads the first message that comes back (RFC 1035 section 4.2.2, RFC 7858).
    func exchange(
        overStream stream: borrowing some ByteStream & ~Copyable, until deadline: Deadline
    ) async throws(SocketError) -> DNSMessage {
        try await stream.write(DNSFrame.wrap(serialize()), until: deadline)
        var received: [UInt8] = []
        while true {
            guard try await stream.read(into: &received, until: deadline) > 0 else { throw .system(ProbeFailure.notDNS) }
            guard let frame = DNSFrame.firstMessage(in: received) else { continue }
            guard let message = try? DNSMessage(parsing: Array(received[frame])), message.matches(self) else {
                throw .system(ProbeFailure.notDNS)
            }
            return message
        }
    }
}

extension ProbeFailure {
    /// Stands for an answer that is no DNS message, among errors of sockets.
    static let notDNS = Errno(EBADMSG)

    /// What a socket's error means for a question to a DNS server.
    init(asking server: SocketAddress, _ error: SocketError) {
        switch error {
        case .timedOut: self.init(.dnsTimeout, "no answer from DNS server \(server)")
        case .cancelled: self.init(.other, "stopped while asking \(server)")
        case .system(Self.notDNS): self.init(.dnsMalformed, "DNS server \(server) sent what is no DNS answer")
        case .system(let errno): self.init(Self.reason(for: errno), "DNS server \(server): \(errno)")
        }
    }

    private static func reason(for errno: Errno) -> FailureReason {
        switch FailureReason(errno) {
        case .localResources: .localResources
        case .permissionDenied: .permissionDenied
        default: .dnsUnreachable
        }
    }
}
