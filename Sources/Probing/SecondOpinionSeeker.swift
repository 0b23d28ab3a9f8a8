package import Posix
package import Wire

/// Repeats a failed probe at the address another resolver gives, when our own resolver's answer may be the trouble.
///
/// That tells a broken or lying resolver from a broken service. The peer is not asked twice: either the first probe never
/// found an address, or it went somewhere else.
package struct SecondOpinionSeeker: Sendable {
    /// DNS servers independent of the system's, in the order to try them.
    ///
    /// Those on the internet are asked for public targets only: other names are none of their business.
    package var resolvers: [SocketAddress]

    package init(resolvers: [SocketAddress]) {
        self.resolvers = resolvers
    }

    /// Probes a target, and again another way if the first failure asks for it.
    ///
    /// A second opinion has as much time again: a silent resolver has used up what there was.
    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        let allowance = deadline - .now
        var outcome = await target.prober.probe(target, over: family, in: environment, until: deadline)
        guard let reason = outcome.failure, !target.host.isEmpty else { return outcome }
        environment.resolver.forget(target.host)
        if reason.maybeTheResolver, target.resolver == nil, target.address == nil, IPAddress(target.host) == nil {
            outcome.secondOpinion = await opinion(
                on: target, after: outcome, over: family, in: environment, until: .after(allowance))
        }
        return outcome
    }

    private func opinion(
        on target: Target, after first: ProbeOutcome, over family: AddressFamily?, in environment: ProbeEnvironment,
        until deadline: Deadline
    ) async -> SecondOpinion? {
        var latest: SecondOpinion?
        let family = family ?? first.address?.ip.family ?? .ip4
        for resolver in resolvers where target.isPublic || resolver.ip.reach != .global {
            guard .now < deadline, !Task.isCancelled else { break }
            do throws(ProbeFailure) {
                let resolution = try await environment.resolver.addresses(
                    of: target.host, family: family, server: resolver, until: min(deadline, .after(.seconds(3))))
                // The same address again would only be the same probe again.
                if let tried = first.address?.ip, resolution.addresses.contains(tried) { return nil }
                guard let ip = resolution.addresses.first(where: { !target.isPublic || $0.reach == .global }) else {
                    throw ProbeFailure(.dnsBogon, "\(resolver) lies too")
                }
                var elsewhere = target
                elsewhere.address = ip
                let second = await target.prober.probe(elsewhere, over: ip.family, in: environment, until: deadline)
                return SecondOpinion(resolver: resolver, address: second.address, failure: second.failure)
            } catch {
                latest = SecondOpinion(resolver: resolver, address: nil, failure: error.reason)
            }
        }
        return latest
    }
}

extension FailureReason {
    /// Whether a resolver that fails or lies could be behind it.
    package var maybeTheResolver: Bool {
        switch self {
        case .dnsNXDomain, .dnsNoAnswer, .dnsServfail, .dnsRefused, .dnsBogon, .dnsTimeout, .dnsMalformed, .dnsUnreachable,
            .dnsNoResolver, .connectionRefused, .connectionReset, .connectTimeout, .hostUnreachable, .tlsHandshakeFailed,
            .tlsNotTLS, .tlsNameMismatch, .tlsUnknownAuthority, .httpNotHTTP, .httpForeignRedirect, .chatNotNoise,
            .chatUntrusted:
            true
        default: false
        }
    }
}
