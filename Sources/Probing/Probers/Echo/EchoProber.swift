package import Posix
package import Wire

/// Sends ICMP echoes and waits for their replies.
package struct EchoProber: Prober {
    package let name = "icmp"
    package let layers: [FailureLayer] = [.resolving, .connecting, .echo, .permission]
    package let phases: [Phase] = [.resolve, .connect, .roundTrip]
    let settings: ICMPSettings
    private let kinds: [ICMPSocket.Kind]

    /// - Parameter kinds: the sockets to try, the unprivileged kind first.
    package init(settings: ICMPSettings, kinds: [ICMPSocket.Kind] = [.datagram, .raw]) {
        self.settings = settings
        self.kinds = kinds
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            let peer = try await environment.peer(of: target, over: family, into: &outcome, until: deadline)
            var start = Deadline.now
            let socket = try open(to: peer, from: target.source, on: environment.loop)
            outcome.finish(.connect, since: &start)
            environment.note(
                .debug, "Socket made",
                ["kind": socket.kind.rawValue, "identifier": "\(socket.identifier)", "address": "\(peer.ip)"])
            var randomness = SystemRandomNumberGenerator()
            var volley = EchoVolley(
                count: settings.count, payloadBytes: try payloadBytes(over: socket.family), randomness: &randomness)
            do throws(ProbeFailure) {
                try await play(&volley, over: socket, to: peer, in: environment, until: deadline)
                report(volley, into: &outcome)
                try judge(volley, of: peer.ip, into: &outcome)
            } catch {
                report(volley, into: &outcome)
                throw error
            }
        }
    }

    private func payloadBytes(over family: AddressFamily) throws(ProbeFailure) -> Int {
        let wanted = settings.payloadBytes == 0 ? 36 : max(settings.payloadBytes, 0)
        // The IPv4 header counts into a packet's size, that of IPv6 does not.
        let most = 65_535 - ICMPEcho.headerSizeBytes - (family == .ip4 ? 20 : 0)
        guard wanted <= most else { throw ProbeFailure(.echoTooBig, "\(wanted) bytes fit into no packet, \(most) do") }
        return wanted
    }

    private func open(
        to peer: SocketAddress, from source: ProbeSource, on loop: EventLoop
    ) throws(ProbeFailure) -> ICMPSocket {
        if let address = source.address, address.family != peer.ip.family {
            throw ProbeFailure(.addressUnavailable, "\(peer.ip) cannot be reached from the source address \(address)")
        }
        do throws(Errno) {
            var socket = try ICMPSocket(for: peer.ip.family, kinds: kinds, on: loop)
            try socket.setHopLimit(settings.hopLimit)
            try socket.setForbidsFragments(settings.forbidsFragments)
            if let interface = source.interface { try socket.socket.bind(toInterface: interface) }
            try socket.connect(from: source.address, to: peer)
            return socket
        } catch {
            throw failure(error, with: peer)
        }
    }

    /// Sends the echoes when each is due and takes in what comes, until nothing is waited for any more or the deadline.
    private func play(
        _ volley: inout EchoVolley, over socket: borrowing ICMPSocket, to peer: SocketAddress, in environment: ProbeEnvironment,
        until deadline: Deadline
    ) async throws(ProbeFailure) {
        let start = Deadline.now
        while !volley.isSettled {
            let due = volley.isSent ? deadline : min(start + settings.interval * volley.sent, deadline)
            guard .now < deadline else { break }
            if !volley.isSent, due <= .now {
                try send(from: &volley, over: socket, to: peer)
                continue
            }
            if take(into: &volley, from: socket, of: peer, in: environment) { continue }
            do throws(SocketError) {
                try await socket.socket.readable(until: due)
            } catch .timedOut {
            } catch {
                throw ProbeFailure(error, during: .roundTrip, with: peer)
            }
        }
    }

    private func send(
        from volley: inout EchoVolley, over socket: borrowing ICMPSocket, to peer: SocketAddress
    ) throws(ProbeFailure) {
        let echo = volley.next(identifier: socket.identifier, at: .now)
        do throws(Errno) {
            do throws(Errno) {
                try socket.send(echo)
            } catch {
                // It may be what an earlier echo met with; that is told but once.
                try socket.send(echo)
            }
        } catch {
            volley.take(ICMPComplaint(errno: error), sequence: echo.sequence)
        }
    }

    /// - Returns: whether anything came.
    private func take(
        into volley: inout EchoVolley, from socket: borrowing ICMPSocket, of peer: SocketAddress, in environment: ProbeEnvironment
    ) -> Bool {
        switch socket.receive() {
        case .reply(let echo, let sender, let hopLimit, let arrival):
            guard sender.ip == peer.ip else { break }
            if volley.take(echo, hopLimit: hopLimit, at: arrival) {
                environment.note(.debug, "Reply", ["sequence": "\(echo.sequence)", "hop_limit": hopLimit.map { "\($0)" } ?? ""])
            }
        case .complaint(let complaint, let sequence):
            environment.note(.warn, "No reply", ["complaint": text(of: complaint)])
            volley.take(complaint, sequence: sequence)
        case nil: return false
        }
        return true
    }
}
