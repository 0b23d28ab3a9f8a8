package import Posix
import Synchronization
package import Wire

/// A stub resolver of our own: verdicts need the response code, the TTL, the aliases and a choice of server, all of
/// which `getaddrinfo(3)` hides.
package final class Resolver: Sendable {
    private struct Question: Hashable {
        var name: String
        var family: AddressFamily
        var server: SocketAddress?
    }

    private struct Remembered {
        var resolution: Resolution
        var expiry: Deadline
    }

    /// Answers are not kept longer than this, whatever their TTL.
    private static let longestMemory = 300
    private static let mostRemembered = 1024

    private let loop: EventLoop
    private let port: UInt16
    private let nameserver: SocketAddress?
    private let configurationFile: WatchedFile<ResolverConfiguration>
    private let hostsFile: WatchedFile<HostsFile>
    private let memory = Mutex<[Question: Remembered]>([:])
    private let turn = Atomic<Int>(0)

    /// - Parameters:
    ///   - nameserver: stands in the place of all servers of the system's settings.
    ///   - port: where the system's servers listen; only private estates have them elsewhere than at 53.
    package init(
        on loop: EventLoop, configurationPath: String = "/etc/resolv.conf", hostsPath: String = "/etc/hosts",
        nameserver: SocketAddress? = nil, port: UInt16 = 53
    ) {
        self.loop = loop
        self.nameserver = nameserver
        self.port = port
        configurationFile = WatchedFile(configurationPath, empty: ResolverConfiguration()) {
            ResolverConfiguration(parsing: $0, port: port)
        }
        hostsFile = WatchedFile(hostsPath, empty: HostsFile()) { HostsFile(parsing: $0) }
    }

    /// The system's settings as they stand now.
    package var configuration: ResolverConfiguration {
        var configuration = configurationFile.contents
        if let nameserver { configuration.nameservers = [nameserver] }
        return configuration
    }

    /// Finds the addresses of a name in one family; an address literal is its own.
    ///
    /// Answers are remembered for their TTL, at most five minutes; ``forget(_:)`` drops them sooner.
    /// - Parameter server: the DNS server to ask instead of the system's files and servers.
    package func addresses(
        of name: String, family: AddressFamily, server: SocketAddress? = nil, until deadline: Deadline
    ) async throws(ProbeFailure) -> Resolution {
        if let literal = IPAddress(name) {
            guard literal.family == family else { throw ProbeFailure(.dnsNoAnswer, "\(name) is no \(family.rawValue) address") }
            return Resolution(source: .literal, addresses: [literal])
        }
        if server == nil, let listed = hostsFile.contents.addresses(of: name, family: family) {
            guard !listed.isEmpty else {
                throw ProbeFailure(.dnsNoAnswer, "/etc/hosts gives \(name) no \(family.rawValue) address")
            }
            return Resolution(source: .hostsFile, addresses: listed)
        }
        let question = Question(name: name, family: family, server: server)
        if let known = memory.withLock({ $0[question] }), known.expiry > .now { return known.resolution }

        let type: DNSType = family == .ip4 ? .a : .aaaa
        let exchange = try await query(name, type: type, server: server, until: deadline)
        let resolution = try Self.resolution(of: name, type: type, from: exchange)
        remember(resolution, for: question)
        return resolution
    }

    /// Asks for records of any type, anew: through the search list, or one server for the name as it stands.
    /// - Returns: the answer that ended the search; its response code may still be an error.
    package func query(
        _ name: String, type: DNSType, server: SocketAddress? = nil, recursionDesired: Bool = true, until deadline: Deadline
    ) async throws(ProbeFailure) -> DNSExchange {
        guard let asIs = DNSName(name) else { throw ProbeFailure(.other, "\"\(name)\" is not a DNS name") }
        let configuration = self.configuration
        var known: DNSExchange?
        for candidate in server == nil ? configuration.candidates(for: name, asIs) : [asIs] {
            let question = DNSQuestion(name: candidate, type: type)
            let exchange: DNSExchange
            do throws(ProbeFailure) {
                exchange = try await ask(question, server, configuration, recursionDesired, until: deadline)
            } catch {
                if let known { return known }
                throw error
            }
            switch exchange.message.responseCode {
            case .nxDomain: if candidate == asIs { known = exchange }
            // Trouble with a suffix is none of the name's.
            case .servFail where candidate != asIs: continue
            default: return exchange
            }
        }
        guard let known else { throw ProbeFailure(.other, "no name to ask for") }
        return known
    }

    /// Drops what is remembered of a name, so that the next probe asks anew.
    package func forget(_ name: String) {
        memory.withLock { memory in memory = memory.filter { $0.key.name != name } }
    }

    private func ask(
        _ question: DNSQuestion, _ server: SocketAddress?, _ configuration: ResolverConfiguration, _ recursionDesired: Bool,
        until deadline: Deadline
    ) async throws(ProbeFailure) -> DNSExchange {
        var servers = server.map { [$0] } ?? configuration.nameservers
        let isConfigured = !servers.isEmpty
        // resolv.conf(5): without a nameserver line, the one on this machine is asked.
        if !isConfigured { servers = [SocketAddress(.v4(0x7F00_0001), port: port)] }
        if configuration.rotates, server == nil {
            let first = turn.add(1, ordering: .relaxed).oldValue % servers.count
            servers = Array(servers[first...] + servers[..<first])
        }
        var refusal: DNSExchange?
        var failure = ProbeFailure(.dnsTimeout, "no time left to ask for \(question.name)")
        for _ in 0..<configuration.attempts {
            for (index, server) in servers.enumerated() where .now < deadline && !Task.isCancelled {
                do throws(ProbeFailure) {
                    // A share of what time is left, so that each server gets its turn.
                    let share = (deadline - .now) / (servers.count - index)
                    let exchange = try await DNSExchange.ask(
                        question, of: server, recursionDesired: recursionDesired, on: loop,
                        until: min(deadline, .after(min(configuration.timeout, share))))
                    switch exchange.message.responseCode {
                    case .noError, .nxDomain: return exchange
                    default: refusal = exchange
                    }
                } catch {
                    failure = error
                }
            }
            // A server that answered "I failed" has been heard: asking it the same again only adds load.
            if let refusal { return refusal }
        }
        if !isConfigured, !Task.isCancelled {
            throw ProbeFailure(.dnsNoResolver, "no nameserver in /etc/resolv.conf, and none on this machine")
        }
        throw failure
    }

    /// What an answer says about a name's addresses.
    package static func resolution(
        of name: String, type: DNSType, from exchange: DNSExchange
    ) throws(ProbeFailure) -> Resolution {
        let code = exchange.message.responseCode
        let reason: FailureReason? =
            switch code {
            case .noError: nil
            case .nxDomain: .dnsNXDomain
            case .servFail: .dnsServfail
            case .refused: .dnsRefused
            default: .dnsMalformed
            }
        if let reason { throw ProbeFailure(reason, "\(exchange.server) answered \(code.label.uppercased()) for \(name)") }
        guard let asked = exchange.message.questions.first?.name ?? DNSName(name) else {
            throw ProbeFailure(.dnsMalformed, "\(exchange.server) answered without a question")
        }
        let chain = exchange.message.chain(from: asked, type: type)
        let addresses = chain.records.compactMap(\.data.address)
        guard !addresses.isEmpty else {
            throw ProbeFailure(.dnsNoAnswer, "\(exchange.server) has no \(type) record for \(name)")
        }
        return Resolution(
            source: .dns, addresses: addresses, responseCode: code, ttlSeconds: chain.minimumTTLSeconds, cnames: chain.cnames,
            server: exchange.server, duration: exchange.duration)
    }

    private func remember(_ resolution: Resolution, for question: Question) {
        let seconds = min(Int(resolution.ttlSeconds ?? 0), Self.longestMemory)
        guard seconds > 0 else { return }
        var remembered = Remembered(resolution: resolution, expiry: .after(.seconds(seconds)))
        remembered.resolution.source = .cache
        remembered.resolution.duration = .zero
        memory.withLock { memory in
            if memory.count >= Self.mostRemembered { memory.removeAll() }
            memory[question] = remembered
        }
    }
}
