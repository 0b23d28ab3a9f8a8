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
            throw ProbeFailure(asking: server, error)
        }
    }

    private static func overUDP(
        _ query: DNSQuery, to server: SocketAddress, on loop: EventLoop, until deadline: Deadline
    ) async throws(SocketError) -> DNSMessage {
        // A socket for each query: the kernel draws a new random port, and takes datagrams of this server only.
        let socket = try open { () throws(Errno) in try Socket.datagram(for: server.ip.family, on: loop) }
        try await socket.connect(to: server, until: deadline)
        return try await query.exchange(overDatagrams: socket, until: deadline)
    }

    private static func overTCP(
        _ query: DNSQuery, to server: SocketAddress, on loop: EventLoop, until deadline: Deadline
    ) async throws(SocketError) -> DNSMessage {
        let socket = try open { () throws(Errno) in try Socket.stream(for: server.ip.family, on: loop) }
        try await socket.connect(to: server, until: deadline)
        return try await query.exchange(overStream: socket, until: deadline)
    }

    private static func open(_ make: () throws(Errno) -> Socket) throws(SocketError) -> Socket {
        do throws(Errno) { return try make() } catch { throw .system(error) }
    }
}
