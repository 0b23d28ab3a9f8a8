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
        if let rule = target.addressRule {
            guard let ip = try await resolve(target, by: rule, into: &outcome, until: deadline).first else {
                throw ProbeFailure(.dnsNoAnswer, "\(target.host) has no address")
            }
            return try await connect(
                to: SocketAddress(ip, port: target.port), of: target, into: &outcome, until: deadline)
        }
        if let family { return try await dial(target, family: family, into: &outcome, until: deadline) }
        return try await dialEither(target, into: &outcome, until: deadline)
    }

    /// Goes over IPv4, or over IPv6 where there is no IPv4.
    // Apart: a probe that waits holds the frame of all that was inlined, and thousands may wait.
    @inline(never)
    private func dialEither(
        _ target: Target, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> Socket {
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

    /// Finds a target's addresses, those of the rule's preferred family first and the others only where it has none: the phase
    /// `resolve`.
    // Apart, as above.
    @inline(never)
    package func resolve(
        _ target: Target, by rule: AddressRule, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> [IPAddress] {
        if let address = target.address ?? IPAddress(target.host) {
            guard rule.allowsFallback || address.family == rule.preferred else {
                throw ProbeFailure(.dnsNoAnswer, "\(address) is no \(rule.preferred.rawValue) address")
            }
            return [address]
        }
        let other: AddressFamily = rule.preferred == .ip4 ? .ip6 : .ip4
        do throws(ProbeFailure) {
            let addresses = try await resolve(target, family: rule.preferred, into: &outcome, until: deadline)
            guard rule.mode != .first, rule.allowsFallback else { return addresses }
            // All addresses are wanted: those of the other family too, if there are any.
            let more: [IPAddress]
            do throws(ProbeFailure) {
                more = try await resolve(target, family: other, into: &outcome, until: deadline)
            } catch { more = [] }
            return addresses + more
        } catch {
            guard rule.allowsFallback, error.reason == .dnsNoAnswer else { throw error }
            return try await resolve(target, family: other, into: &outcome, until: deadline)
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
        let resolution: Resolution
        do throws(ProbeFailure) {
            resolution = try await resolver.addresses(of: target.host, family: family, server: target.resolver, until: deadline)
        } catch {
            note(.error, "Resolution failed", ["host": target.host, "family": family.rawValue, "error": error.detail])
            throw error
        }
        outcome.resolution = resolution
        if resolution.source == .dns { outcome.finish(.resolve, since: &start) }
        note(
            .debug, "Resolved",
            [
                "host": target.host, "source": resolution.source.rawValue,
                "addresses": resolution.addresses.map(\.description).joined(separator: " "),
            ])
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
        return try await connect(to: SocketAddress(ip, port: target.port), of: target, into: &outcome, until: deadline)
    }

    /// Opens a TCP connection to an address of a target's: the phase `connect`.
    package func connect(
        to address: SocketAddress, of target: Target, into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> Socket {
        try permit(address.ip, of: target.host)
        outcome.address = address
        var start = Deadline.now
        do throws(ProbeFailure) {
            let socket = try open(for: address)
            try target.source.apply(to: socket, for: address)
            do throws(SocketError) {
                try await socket.connect(to: address, until: deadline)
            } catch {
                throw ProbeFailure(error, during: .connect, with: address)
            }
            outcome.finish(.connect, since: &start)
            note(.debug, "Connected", ["address": "\(address)"])
            return socket
        } catch {
            note(.error, "Connection failed", ["address": "\(address)", "error": error.detail])
            throw error
        }
    }

    /// Makes sure that an address may be talked to; to be called before the first packet to it.
    /// - Parameter address: `nil` where only a proxy finds it.
    /// - Throws: `.targetNotAllowed`.
    package func permit(_ address: IPAddress?, of host: String) throws(ProbeFailure) {
        guard let objection = objection(host, address) else { return }
        note(.error, "Target not allowed", ["host": host, "address": address?.description ?? "", "reason": objection])
        throw ProbeFailure(.targetNotAllowed, objection)
    }

    private func open(for address: SocketAddress) throws(ProbeFailure) -> Socket {
        do throws(Errno) {
            return try Socket.stream(for: address.ip.family, on: loop)
        } catch {
            throw ProbeFailure(.system(error), during: .connect, with: address)
        }
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
