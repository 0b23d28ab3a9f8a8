package import Posix
package import Wire

/// Asks a DNS server for a name.
///
/// The target's host is the server; an empty host stands for the system's own servers.
package struct DNSProber: Prober {
    package let name = "dns"
    package let layers: [FailureLayer] = [.resolving, .connecting]
    package let phases: [Phase] = [.resolve, .request]
    package var queryName: String
    package var queryType: DNSType
    package var recursionDesired: Bool
    /// Whether addresses answered must be public ones.
    package var expectsPublicAnswer: Bool

    package init(queryName: String, queryType: DNSType = .a, recursionDesired: Bool = true, expectsPublicAnswer: Bool = false) {
        self.queryName = queryName
        self.queryType = queryType
        self.recursionDesired = recursionDesired
        self.expectsPublicAnswer = expectsPublicAnswer
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            let server = try await server(of: target, over: family, in: environment, into: &outcome, until: deadline)
            outcome.address = server
            var start = Deadline.now
            let exchange = try await environment.resolver.query(
                queryName, type: queryType, server: server, recursionDesired: recursionDesired, until: deadline)
            outcome.finish(.request, since: &start)
            outcome.address = exchange.server
            try judge(exchange, into: &outcome)
        }
    }

    /// The server that the target names as its host or its resolver; `nil` for the system's own.
    private func server(
        of target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, into outcome: inout ProbeOutcome,
        until deadline: Deadline
    ) async throws(ProbeFailure) -> SocketAddress? {
        guard !target.host.isEmpty else { return target.resolver }
        do throws(ProbeFailure) {
            let ips = try await environment.resolve(target, family: family ?? .ip4, into: &outcome, until: deadline)
            if let ip = ips.first { return SocketAddress(ip, port: target.port) }
        } catch {
            guard family == nil, error.reason.mayBeTheFamily else { throw error }
            let ips = try await environment.resolve(target, family: .ip6, into: &outcome, until: deadline)
            if let ip = ips.first { return SocketAddress(ip, port: target.port) }
        }
        throw ProbeFailure(.dnsNoAnswer, "\(target.host) has no address")
    }

    private func judge(_ exchange: DNSExchange, into outcome: inout ProbeOutcome) throws(ProbeFailure) {
        outcome.resolution = Resolution(
            source: .dns, addresses: [], responseCode: exchange.message.responseCode, server: exchange.server,
            duration: exchange.duration)
        if queryType == .a || queryType == .aaaa {
            let resolution = try Resolver.resolution(of: queryName, type: queryType, from: exchange)
            outcome.resolution = resolution
            if expectsPublicAnswer, let bogus = resolution.addresses.first(where: { $0.reach != .global }) {
                throw ProbeFailure(
                    .dnsBogon, "\(exchange.server) gives \(queryName) the \(bogus.reach.rawValue) address \(bogus)")
            }
            outcome.detail = resolution.addresses.map(\.description).joined(separator: " ")
        } else {
            let records = exchange.message.answers.filter { $0.type == queryType }
            // A response code other than NOERROR is named by the same rules as for addresses.
            if exchange.message.responseCode != .noError {
                _ = try Resolver.resolution(of: queryName, type: queryType, from: exchange)
            }
            guard !records.isEmpty else {
                throw ProbeFailure(.dnsNoAnswer, "\(exchange.server) has no \(queryType) record for \(queryName)")
            }
            outcome.resolution?.ttlSeconds = records.map(\.ttlSeconds).min()
            outcome.detail = "\(records.count) \(queryType) record\(records.count == 1 ? "" : "s")"
        }
    }
}
