package import Posix
package import Wire

/// Talks to a service as its settings say, and expects it to answer as they say.
///
/// Without steps it only connects, and shakes hands over TLS if it is told to.
package struct DialogueProber: Prober {
    /// What the talk goes over.
    package enum Transport: Sendable, Equatable {
        case tcp
        /// A stream socket of this host's, by its path; one that begins with `@` has a name of the kernel's only.
        case unix(path: String)
        case udp
    }

    package var transport: Transport
    package var settings: DialogueSettings

    package init(transport: Transport, settings: DialogueSettings) {
        self.transport = transport
        self.settings = settings
    }

    package var name: String {
        switch transport {
        case .tcp: "tcp"
        case .unix: "unix"
        case .udp: "udp"
        }
    }

    private var isOverTLS: Bool {
        transport != .udp && (settings.usesTLS || settings.steps.contains { $0.startsTLS })
    }

    package var layers: [FailureLayer] {
        var layers: [FailureLayer] = [.connecting]
        if case .unix = transport {} else { layers = [.resolving, .permission, .connecting] }
        if isOverTLS { layers.append(.tls) }
        if !settings.steps.isEmpty { layers.append(.dialogue) }
        return layers
    }

    package var phases: [Phase] {
        var phases: [Phase] =
            switch transport {
            case .tcp: [.resolve, .connect]
            case .unix: [.connect]
            case .udp: [.resolve]
            }
        if isOverTLS { phases.append(.tls) }
        if !settings.steps.isEmpty { phases.append(.dialogue) }
        return phases
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            switch transport {
            case .tcp: try await overTCP(target, family, in: environment, into: &outcome, until: deadline)
            case .unix(let path): try await overUnixSocket(path, in: environment, into: &outcome, until: deadline)
            case .udp: try await overUDP(target, family, in: environment, into: &outcome, until: deadline)
            }
            outcome.detail = settings.steps.isEmpty ? "connected" : "all \(settings.steps.count) steps taken"
        }
    }

    // Each apart: a probe that waits holds the frame of all that was inlined, and thousands may wait.
    @inline(never)
    private func overTCP(
        _ target: Target, _ family: AddressFamily?, in environment: ProbeEnvironment, into outcome: inout ProbeOutcome,
        until deadline: Deadline
    ) async throws(ProbeFailure) {
        let socket = try await environment.dial(target, over: family, into: &outcome, until: deadline)
        let dialogue = Dialogue(with: "\(outcome.peer)", in: environment, until: deadline)
        try await talk(dialogue, over: .plain(socket), serverName: target.host, into: &outcome)
    }

    @inline(never)
    private func overUnixSocket(
        _ path: String, in environment: ProbeEnvironment, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) {
        let socket = try await environment.connect(toPath: path, into: &outcome, until: deadline)
        let dialogue = Dialogue(with: path, in: environment, until: deadline)
        // A path is no name that a certificate could hold.
        try await talk(dialogue, over: .plain(socket), serverName: "localhost", into: &outcome)
    }

    @inline(never)
    private func overUDP(
        _ target: Target, _ family: AddressFamily?, in environment: ProbeEnvironment, into outcome: inout ProbeOutcome,
        until deadline: Deadline
    ) async throws(ProbeFailure) {
        let socket = try await environment.datagrams(to: target, over: family, into: &outcome, until: deadline)
        var dialogue = Dialogue(with: "\(outcome.peer)", in: environment, until: deadline)
        var medium = DatagramMedium(over: socket)
        try await run(&dialogue, over: &medium, into: &outcome)
    }

    @inline(never)
    private func talk(
        _ dialogue: Dialogue, over stream: consuming PeerStream, serverName: String, into outcome: inout ProbeOutcome
    ) async throws(ProbeFailure) {
        var dialogue = dialogue
        var medium = LineMedium(over: stream, of: dialogue, serverName: serverName, tls: settings.tls)
        if settings.usesTLS { try await medium.startTLS(into: &outcome, until: dialogue.deadline) }
        try await run(&dialogue, over: &medium, into: &outcome)
        medium.shutdown()
    }

    private func run<Medium: DialogueMedium & ~Copyable>(
        _ dialogue: inout Dialogue, over medium: inout Medium, into outcome: inout ProbeOutcome
    ) async throws(ProbeFailure) {
        defer { outcome.finding = .dialogue(dialogue.finding) }
        try await dialogue.run(settings.steps, over: &medium, into: &outcome)
    }
}

extension ProbeEnvironment {
    /// Connects to a stream socket of this host's: the phase `connect`.
    fileprivate func connect(
        toPath path: String, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> Socket {
        var start = Deadline.now
        do throws(SocketError) {
            let socket = try await Socket.connected(toPath: path, on: loop, until: deadline)
            outcome.finish(.connect, since: &start)
            note(.debug, "Connected", ["path": path])
            return socket
        } catch {
            let failure: ProbeFailure =
                switch error {
                case .timedOut: ProbeFailure(.connectTimeout, "\(path) takes no more connections")
                case .system(let errno) where errno.isAbsence: ProbeFailure(.connectionRefused, "\(path): \(errno)")
                default: ProbeFailure(error, duringDialogueWith: path)
                }
            note(.error, "Connection failed", ["path": path, "error": failure.detail])
            throw failure
        }
    }

    /// Resolves a target's host and opens a UDP socket that talks to it alone: the phase `resolve`.
    fileprivate func datagrams(
        to target: Target, over family: AddressFamily?, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> Socket {
        let rule =
            family.map { AddressRule(preferred: $0, allowsFallback: false) } ?? target.addressRule ?? AddressRule(preferred: .ip4)
        guard let ip = try await resolve(target, by: rule, into: &outcome, until: deadline).first else {
            throw ProbeFailure(.dnsNoAnswer, "\(target.host) has no address")
        }
        try permit(ip, of: target.host)
        let address = SocketAddress(ip, port: target.port)
        outcome.address = address
        do {
            let socket = try Socket.datagram(for: ip.family, on: loop)
            try target.source.apply(to: socket, for: address)
            try await socket.connect(to: address, until: deadline)
            return socket
        } catch let failure as ProbeFailure {
            throw failure
        } catch let errno as Errno {
            throw ProbeFailure(.system(errno), during: .connect, with: address)
        } catch let error as SocketError {
            throw ProbeFailure(error, during: .connect, with: address)
        } catch {
            throw ProbeFailure(.other, "\(address): \(error)")
        }
    }
}
