package import Posix
package import Wire

/// Asks a DNS server one question for its own sake, and judges the answer by rules.
///
/// The target is the server. Nothing is asked of it beyond the question: no EDNS, so that it answers as it would anybody.
package struct DNSQueryProber: Prober {
    package let name = "dns"
    package let phases: [Phase]
    package let layers: [FailureLayer]
    private let settings: DNSSettings

    package init(settings: DNSSettings) {
        self.settings = settings
        phases = settings.usesTLS ? [.resolve, .connect, .tls, .request] : [.resolve, .connect, .request]
        layers = [.resolving, .connecting, .answer, .permission] + (settings.usesTLS ? [.tls] : [])
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            outcome.finding = .dns(DNSFinding())
            guard let name = DNSName(settings.queryName) else {
                throw ProbeFailure(.other, "\"\(settings.queryName)\" is not a DNS name")
            }
            let query = DNSQuery(
                id: .random(in: 0 ... .max),
                question: DNSQuestion(name: name, type: settings.queryType, class: settings.queryClass),
                recursionDesired: settings.recursionDesired, udpPayloadSizeBytes: nil)
            let server = try await environment.peer(of: target, over: family, into: &outcome, until: deadline)
            environment.note(
                .debug, "Asking",
                [
                    "server": "\(server)", "transport": settings.transport.rawValue, "name": name.zoneText,
                    "type": "\(settings.queryType)", "class": "\(settings.queryClass)",
                ])
            let message = try await ask(query, of: server, for: target, in: environment, into: &outcome, until: deadline)
            let judgement = DNSJudgement(of: message, to: settings)
            outcome.finding = .dns(judgement.finding)
            outcome.detail = judgement.summary
            judgement.note(in: environment)
            if let failure = judgement.failure { throw failure }
        }
    }

    private func ask(
        _ query: DNSQuery, of server: SocketAddress, for target: Target, in environment: ProbeEnvironment,
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> DNSMessage {
        if settings.transport == .udp, !settings.usesTLS {
            let message = try await askByDatagram(query, of: server, for: target, in: environment, &outcome, until: deadline)
            guard message.flags.contains(.truncated) else { return message }
            environment.note(.debug, "Truncated, asking again over TCP", ["server": "\(server)"])
        }
        let socket = try await connect(to: server, for: target, in: environment, into: &outcome, until: deadline)
        guard settings.usesTLS else {
            return try await exchange(query, over: socket, server, into: &outcome, until: deadline)
        }
        let stream = try await environment.secure(
            socket, for: target.host, peer: server, settings: settings.tls, into: &outcome, until: deadline)
        return try await exchange(query, over: stream, server, into: &outcome, until: deadline)
    }

    private func askByDatagram(
        _ query: DNSQuery, of server: SocketAddress, for target: Target, in environment: ProbeEnvironment,
        _ outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> DNSMessage {
        var start = Deadline.now
        let socket: Socket
        do throws(Errno) {
            socket = try Socket.datagram(for: server.ip.family, on: environment.loop)
        } catch {
            throw ProbeFailure(asking: server, .system(error))
        }
        try target.source.apply(to: socket, for: server)
        do throws(SocketError) {
            try await socket.connect(to: server, until: deadline)
            outcome.finish(.connect, since: &start)
            let message = try await query.exchange(overDatagrams: socket, until: deadline)
            outcome.finish(.request, since: &start)
            return message
        } catch {
            throw ProbeFailure(asking: server, error)
        }
    }

    private func connect(
        to server: SocketAddress, for target: Target, in environment: ProbeEnvironment, into outcome: inout ProbeOutcome,
        until deadline: Deadline
    ) async throws(ProbeFailure) -> Socket {
        do throws(ProbeFailure) {
            return try await environment.connect(to: server, of: target, into: &outcome, until: deadline)
        } catch {
            switch error.reason {
            case .connectTimeout: throw ProbeFailure(.dnsTimeout, error.detail)
            case .connectionRefused, .connectionReset, .hostUnreachable, .networkUnreachable, .networkDown:
                throw ProbeFailure(.dnsUnreachable, error.detail)
            default: throw error
            }
        }
    }

    private func exchange(
        _ query: DNSQuery, over stream: borrowing some ByteStream & ~Copyable, _ server: SocketAddress,
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> DNSMessage {
        var start = Deadline.now
        do throws(SocketError) {
            let message = try await query.exchange(overStream: stream, until: deadline)
            outcome.finish(.request, since: &start)
            return message
        } catch {
            throw ProbeFailure(asking: server, error)
        }
    }
}
