package import Posix
package import Wire

extension ProbeOutcome {
    /// Runs a probe's steps and turns what they throw into part of the outcome.
    package static func of(
        _ steps: (inout ProbeOutcome) async throws(ProbeFailure) -> Void
    ) async -> ProbeOutcome {
        let start = Deadline.now
        var outcome = ProbeOutcome()
        do throws(ProbeFailure) {
            try await steps(&outcome)
        } catch {
            outcome.failure = error.reason
            outcome.detail = error.detail
        }
        outcome.duration = .now - start
        return outcome
    }

    /// Books the time since `start` to a phase and begins the next one.
    package mutating func finish(_ phase: Phase, since start: inout Deadline) {
        let now = Deadline.now
        phases[phase] = (phases[phase] ?? .zero) + (now - start)
        start = now
    }
}

extension ProbeEnvironment {
    /// Resolves a target's host and opens a TCP connection to it: the phases `resolve` and `connect`.
    package func dial(
        _ target: Target, over family: AddressFamily?, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> Socket {
        if let family { return try await dial(target, family: family, into: &outcome, until: deadline) }
        let first: ProbeFailure
        do throws(ProbeFailure) {
            return try await dial(target, family: .ip4, into: &outcome, until: deadline)
        } catch {
            guard error.reason.mayBeTheFamily else { throw error }
            first = error
        }
        let overIPv4 = outcome
        do throws(ProbeFailure) {
            return try await dial(target, family: .ip6, into: &outcome, until: deadline)
        } catch {
            // What IPv6 said matters only where IPv6 exists.
            guard error.reason.mayBeTheFamily else { throw error }
            outcome = overIPv4
            throw first
        }
    }

    /// Finds a target's addresses in one family: the phase `resolve`.
    package func resolve(
        _ target: Target, family: AddressFamily, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> [IPAddress] {
        if let address = target.address {
            guard address.family == family else {
                throw ProbeFailure(.dnsNoAnswer, "\(address) is no \(family.rawValue) address")
            }
            return [address]
        }
        var start = Deadline.now
        let resolution = try await resolver.addresses(of: target.host, family: family, server: target.resolver, until: deadline)
        outcome.resolution = resolution
        if resolution.source == .dns { outcome.finish(.resolve, since: &start) }
        if target.isPublic, resolution.source != .literal, let bogus = resolution.addresses.first(where: { $0.reach != .global })
        {
            let teller = resolution.server.map { "\($0)" } ?? "/etc/hosts"
            throw ProbeFailure(.dnsBogon, "\(teller) gives \(target.host) the \(bogus.reach.rawValue) address \(bogus)")
        }
        return resolution.addresses
    }

    private func dial(
        _ target: Target, family: AddressFamily, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> Socket {
        guard let ip = try await resolve(target, family: family, into: &outcome, until: deadline).first else {
            throw ProbeFailure(.dnsNoAnswer, "\(target.host) has no \(family.rawValue) address")
        }
        return try await connect(to: SocketAddress(ip, port: target.port), into: &outcome, until: deadline)
    }

    /// Opens a TCP connection: the phase `connect`.
    package func connect(
        to address: SocketAddress, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> Socket {
        outcome.address = address
        var start = Deadline.now
        do throws(SocketError) {
            let socket = try open { () throws(Errno) in try Socket.stream(for: address.ip.family, on: loop) }
            try await socket.connect(to: address, until: deadline)
            outcome.finish(.connect, since: &start)
            return socket
        } catch {
            throw ProbeFailure(error, during: .connect, with: address)
        }
    }

    private func open(_ make: () throws(Errno) -> Socket) throws(SocketError) -> Socket {
        do throws(Errno) { return try make() } catch { throw .system(error) }
    }
}

extension FailureReason {
    /// Whether the failure may only mean that host or peer lacks the address family that was tried.
    package var mayBeTheFamily: Bool {
        switch self {
        case .dnsNoAnswer, .networkUnreachable, .addressUnavailable: true
        default: false
        }
    }
}
