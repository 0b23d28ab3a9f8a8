import Glibc
package import Posix
package import Wire

/// One question to one server and its answer.
package struct DNSExchange: Sendable {
    package var message: DNSMessage
    package var server: SocketAddress
    package var duration: Duration
    package var usedTCP: Bool

    /// Asks one server once, over UDP, and over TCP when the answer did not fit.
    ///
    /// - Throws: `.dnsTimeout`, `.dnsUnreachable`, `.dnsMalformed`, or what is wrong with this host; any response code is an
    ///   answer, not an error.
    package static func ask(
        _ question: DNSQuestion, of server: SocketAddress, recursionDesired: Bool = true, on loop: EventLoop,
        until deadline: Deadline
    ) async throws(ProbeFailure) -> DNSExchange {
        let start = Deadline.now
        var query = DNSQuery(id: .random(in: 0 ... .max), question: question, recursionDesired: recursionDesired)
        do throws(SocketError) {
            var message = try await overUDP(query, to: server, on: loop, until: deadline)
            if message.responseCode == .formErr {
                // Perhaps a server from before EDNS: ask again without.
                query.udpPayloadSizeBytes = nil
                message = try await overUDP(query, to: server, on: loop, until: deadline)
            }
            let usedTCP = message.flags.contains(.truncated)
            if usedTCP { message = try await overTCP(query, to: server, on: loop, until: deadline) }
            return DNSExchange(message: message, server: server, duration: .now - start, usedTCP: usedTCP)
        } catch {
            switch error {
            case .timedOut: throw ProbeFailure(.dnsTimeout, "no answer from DNS server \(server)")
            case .cancelled: throw ProbeFailure(.other, "stopped while asking \(server)")
            case .system(Self.malformed): throw ProbeFailure(.dnsMalformed, "DNS server \(server) sent what is no DNS answer")
            case .system(let errno): throw ProbeFailure(reason(for: errno), "DNS server \(server): \(errno)")
            }
        }
    }

    private static let malformed = Errno(EBADMSG)

    private static func reason(for errno: Errno) -> FailureReason {
        switch FailureReason(errno) {
        case .localResources: .localResources
        case .permissionDenied: .permissionDenied
        default: .dnsUnreachable
        }
    }

    private static func overUDP(
        _ query: DNSQuery, to server: SocketAddress, on loop: EventLoop, until deadline: Deadline
    ) async throws(SocketError) -> DNSMessage {
        // A socket for each query: the kernel draws a new random port, and takes datagrams of this server only.
        let socket = try open { () throws(Errno) in try Socket.datagram(for: server.ip.family, on: loop) }
        try await socket.connect(to: server, until: deadline)
        try await socket.write(query.serialize(), until: deadline)
        while true {
            var datagram: [UInt8] = []
            _ = try await socket.read(into: &datagram, until: deadline)
            // A forged or stray datagram must not end the wait for the real one.
            if let message = try? DNSMessage(parsing: datagram), message.matches(query) { return message }
            if isUnmistakable(datagram, answer: query) { throw .system(malformed) }
            // Nor may a flood of them keep the loop from everybody else.
            await Task.yield()
        }
    }

    /// Whether a datagram carries our query's id but cannot be read: the server's own garbage, not a forgery.
    private static func isUnmistakable(_ datagram: [UInt8], answer query: DNSQuery) -> Bool {
        guard (try? DNSMessage(parsing: datagram)) == nil else { return false }
        return datagram.starts(with: [UInt8(query.id >> 8), UInt8(query.id & 0xFF)])
    }

    private static func overTCP(
        _ query: DNSQuery, to server: SocketAddress, on loop: EventLoop, until deadline: Deadline
    ) async throws(SocketError) -> DNSMessage {
        let socket = try open { () throws(Errno) in try Socket.stream(for: server.ip.family, on: loop) }
        try await socket.connect(to: server, until: deadline)
        try await socket.write(DNSFrame.wrap(query.serialize()), until: deadline)
        var received: [UInt8] = []
        while true {
            guard try await socket.read(into: &received, until: deadline) > 0 else { throw .system(malformed) }
            guard let frame = DNSFrame.firstMessage(in: received) else { continue }
            guard let message = try? DNSMessage(parsing: Array(received[frame])), message.matches(query) else {
                throw .system(malformed)
            }
            return message
        }
    }

    private static func open(_ make: () throws(Errno) -> Socket) throws(SocketError) -> Socket {
        do throws(Errno) { return try make() } catch { throw .system(error) }
    }
}
