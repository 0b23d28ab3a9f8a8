import Diagnosis
import Posix
import Probing
import Testing
import WhatsApp
import Wire

@testable import Lab

/// What each fault does to each prober.
@Suite struct SimulationTests {
    /// The reports of one target while a fault is in force everywhere, after those remembered from before.
    private static func reports(
        _ fault: Fault, _ target: String, at: Selection = Selection(), share: Share = .all, minutes: Int = 30
    ) -> [ProbeReport] {
        let scenario = Scenario(
            name: "", duration: .seconds(minutes * 60), faults: [FaultWindow(from: .zero, at: at, share: share, fault: fault)],
            expectations: [])
        return Simulation(scenario, seed: 1).compactMap { event in
            guard case .probe(let report) = event.content, report.target.name == target else { return nil }
            return report
        }
    }

    private static func selection(_ change: (inout Selection) -> Void) -> Selection {
        var selection = Selection()
        change(&selection)
        return selection
    }

    private static let system = selection { $0.resolvers = [.system] }
    private static let forgedHere = IPAddress.v4(0x0A00_0001)
    private static let stranger = IPAddress.v4(0x2EAF_1F0A)

    struct Fact: CustomTestStringConvertible {
        var fault: Fault
        var target: String
        var reason: FailureReason?
        var at = Selection()

        var testDescription: String { "\(fault) \(target)" }
    }

    @Test(arguments: [
        Fact(fault: .dns(.servfail), target: "chat_ip4", reason: .dnsServfail, at: system),
        Fact(fault: .dns(.servfail), target: "control_address_google", reason: nil),
        Fact(fault: .dns(.nxdomain), target: "web", reason: .dnsNXDomain, at: system),
        Fact(fault: .dns(.nxdomain), target: "control_resolver_system", reason: .dnsNXDomain, at: system),
        Fact(fault: .dns(.nxdomain), target: "control_resolver_google", reason: nil, at: system),
        Fact(fault: .dns(.refused), target: "dns_authority_a", reason: .dnsRefused),
        Fact(fault: .dns(.timeout), target: "business_api", reason: .dnsTimeout, at: system),
        Fact(fault: .dns(.noAnswer), target: "media", reason: .dnsNoAnswer, at: system),
        Fact(fault: .dns(.forged(forgedHere)), target: "registration", reason: .dnsBogon, at: system),
        Fact(fault: .dns(.forged(forgedHere)), target: "control_resolver_system", reason: .dnsBogon, at: system),
        Fact(fault: .dns(.forged(stranger)), target: "web", reason: .tlsNameMismatch, at: system),
        Fact(fault: .dns(.forged(stranger)), target: "chat_ip4", reason: .chatNotNoise, at: system),
        Fact(fault: .dns(.forged(stranger)), target: "chat_5222", reason: .connectionRefused, at: system),
        Fact(fault: .dns(.steer("hel3")), target: "web", reason: nil, at: system),
        Fact(fault: .tcp(.refused), target: "chat_ip6", reason: .connectionRefused),
        Fact(fault: .tcp(.silent), target: "control_site_debian", reason: .connectTimeout),
        Fact(fault: .tcp(.silent), target: "control_gateway", reason: .gatewaySilent),
        Fact(fault: .tcp(.reset), target: "web", reason: .connectionReset),
        Fact(fault: .tcp(.reset), target: "chat_alternate_e1", reason: nil),
        Fact(fault: .tcp(.halfOpen), target: "chat_ip4", reason: .chatTimeout),
        Fact(fault: .tcp(.halfOpen), target: "media", reason: .tlsTimeout),
        Fact(fault: .tcp(.halfOpen), target: "control_address_cloudflare", reason: nil),
        Fact(fault: .tcp(.slow(.seconds(3))), target: "web", reason: nil),
        Fact(fault: .tcp(.slow(.seconds(30))), target: "web", reason: .connectTimeout),
        Fact(fault: .tls(.expired), target: "web", reason: .tlsExpired),
        Fact(fault: .tls(.notYetValid), target: "web", reason: .tlsNotYetValid),
        Fact(fault: .tls(.wrongName), target: "links", reason: .tlsNameMismatch),
        Fact(fault: .tls(.untrusted), target: "business_api", reason: .tlsUnknownAuthority),
        Fact(fault: .tls(.stalled), target: "web", reason: .tlsTimeout),
        Fact(fault: .tls(.notTLS), target: "web", reason: .tlsNotTLS),
        Fact(fault: .tls(.stalled), target: "chat_ip4", reason: nil),
        Fact(fault: .noise(.wrongKey), target: "chat_ip4", reason: .chatUntrusted),
        Fact(fault: .noise(.badTag), target: "chat_ip4", reason: .chatBadTag),
        Fact(fault: .noise(.httpText), target: "chat_5222", reason: .chatNotNoise),
        Fact(fault: .noise(.silence), target: "chat_fallback", reason: .chatTimeout),
        Fact(fault: .noise(.closed), target: "chat_ip6", reason: .chatClosed),
        Fact(fault: .noise(.expired), target: "chat_ip4", reason: .chatCertificateExpired),
        Fact(fault: .noise(.expired), target: "web", reason: nil),
        Fact(fault: .http(.status(503)), target: "media", reason: .httpServerError),
        Fact(fault: .http(.status(503)), target: "registration", reason: .httpServerError),
        Fact(fault: .http(.status(451)), target: "registration", reason: .httpUnexpectedBody),
        Fact(fault: .http(.wrongBody), target: "registration", reason: .httpUnexpectedBody),
        Fact(fault: .http(.wrongBody), target: "media", reason: nil),
        Fact(fault: .http(.slowFirstByte(.seconds(5))), target: "web", reason: nil),
        Fact(fault: .http(.slowFirstByte(.seconds(15))), target: "web", reason: .httpTimeout),
        Fact(fault: .http(.truncated), target: "web", reason: .httpTruncated),
        Fact(fault: .http(.foreignRedirect), target: "web", reason: .httpForeignRedirect),
        Fact(fault: .http(.foreignRedirect), target: "control_site_example", reason: .httpForeignRedirect),
        Fact(fault: .clock(ahead: .seconds(-90 * 86_400)), target: "web", reason: .tlsNotYetValid),
        Fact(fault: .clock(ahead: .seconds(-90 * 86_400)), target: "chat_ip4", reason: .chatCertificateNotYetValid),
        Fact(fault: .clock(ahead: .seconds(200 * 86_400)), target: "chat_ip4", reason: .chatCertificateExpired),
        Fact(fault: .clock(ahead: .seconds(35 * 86_400)), target: "web", reason: .tlsExpired),
        Fact(fault: .clock(ahead: .seconds(35 * 86_400)), target: "control_site_debian", reason: nil),
        Fact(fault: .clock(ahead: .seconds(7200)), target: "web", reason: nil),
        Fact(fault: .loss, target: "web", reason: .dnsTimeout),
        Fact(fault: .loss, target: "control_address_google", reason: .connectTimeout),
        Fact(fault: .delay(.seconds(1)), target: "web", reason: nil),
        Fact(fault: .delay(.seconds(11)), target: "control_address_google", reason: .connectTimeout),
        Fact(fault: .host(.noRoute), target: "control_gateway", reason: .noRoute),
        Fact(fault: .host(.noRoute), target: "web", reason: .dnsUnreachable),
        Fact(fault: .host(.noRoute), target: "control_address_google", reason: .networkUnreachable),
        Fact(fault: .host(.interfaceDown), target: "control_address_google", reason: .networkDown),
        Fact(fault: .host(.gatewaySilent), target: "control_gateway", reason: .gatewaySilent),
        Fact(fault: .host(.gatewaySilent), target: "chat_ip4", reason: .dnsTimeout),
        Fact(fault: .host(.conntrackFull), target: "control_address_google", reason: .connectTimeout),
        Fact(fault: .host(.conntrackFull), target: "control_gateway", reason: nil),
        Fact(fault: .host(.descriptorsFull), target: "control_gateway", reason: .localResources),
        Fact(fault: .host(.noResolver), target: "chat_ip4", reason: .dnsNoResolver),
        Fact(fault: .host(.noResolver), target: "control_resolver_google", reason: nil),
        Fact(fault: .host(.hostsFile), target: "web", reason: .dnsBogon),
        Fact(fault: .host(.hostsFile), target: "media", reason: nil),
        Fact(fault: .host(.firewall), target: "chat_ip4", reason: .permissionDenied),
        Fact(fault: .host(.firewall), target: "business_api", reason: nil),
        Fact(fault: .host(.synDrops), target: "web", reason: nil),
        Fact(fault: .people(.reportSurge, nil), target: "web", reason: nil),
    ])
    func faultsShowAsTheirReason(_ fact: Fact) {
        let reports = Self.reports(fact.fault, fact.target, at: fact.at)
        #expect(reports.count >= 3)
        #expect(
            reports.allSatisfy { $0.outcome.failure == fact.reason }, "\(reports.map { $0.outcome.failure?.rawValue ?? "ok" })")
    }

    @Test func aLyingResolverIsRefutedByAnother() throws {
        let opinion = try #require(Self.reports(.dns(.nxdomain), "web", at: Self.system).first?.outcome.secondOpinion)
        #expect(opinion.failure == nil)
        #expect(opinion.resolver == Catalogue.publicResolvers[0])
        #expect(opinion.address.map { Estate.edge(of: $0.ip) } == "atl3")
    }

    @Test func theSameAddressAgainIsNoSecondOpinion() throws {
        let at = Self.selection { $0.hosts = ["e1.whatsapp.net"] }
        let report = try #require(Self.reports(.tcp(.silent), "chat_alternate_e1", at: at).first)
        #expect(report.outcome.failure == .connectTimeout)
        #expect(report.outcome.secondOpinion == nil)
    }

    @Test func anotherResolversAnswerIsHeardOnABadEdge() throws {
        let at = Self.selection { $0.edges = ["mia3"] }
        let report = try #require(Self.reports(.tcp(.silent), "web", at: at).first)
        #expect(report.outcome.failure == .connectTimeout)
        #expect(report.outcome.secondOpinion?.failure == nil)
        #expect(report.outcome.secondOpinion?.address.map { Estate.edge(of: $0.ip) } == "atl3")
    }

    @Test func steeringShowsInTheAddressAndTheTime() throws {
        let reports = Self.reports(.dns(.steer("hel3")), "web", at: Self.system)
        let outcome = try #require(reports.last?.outcome)
        #expect(outcome.address.map { Estate.edge(of: $0.ip) } == "hel3")
        let connect = try #require(outcome.phases[.connect])
        #expect(connect.seconds > 0.1 && connect.seconds < 0.6)
        #expect(outcome.resolution?.ttlSeconds == 30)
    }

    @Test func aChangedTTLShows() throws {
        let outcome = try #require(Self.reports(.dns(.ttl(.seconds(86_400))), "web", at: Self.system).first?.outcome)
        #expect(outcome.resolution?.ttlSeconds == 86_400)
    }

    @Test func aSuccessfulProbeTimesAllItsPhases() throws {
        for endpoint in Estate.endpoints where !(endpoint.target.prober is GatewayProber) {
            let outcome = try #require(Self.reports(.people(.reportSurge, nil), endpoint.target.name).first?.outcome)
            #expect(outcome.failure == nil, "\(endpoint.target.name) \(outcome.detail)")
            for phase in endpoint.target.prober.phases where phase != .resolve {
                #expect(outcome.phases[phase] != nil, "\(endpoint.target.name) \(phase)")
            }
            #expect(outcome.duration.seconds < 3)
        }
    }

    @Test func aWrongClockShowsInTheDatesOfOthersAndInOurs() throws {
        let report = try #require(Self.reports(.clock(ahead: .seconds(7200)), "web").first)
        let offset = try #require(report.outcome.clockOffsetSeconds)
        #expect(abs(offset + 7200) <= 1)
        #expect(report.finishedAt > World.start + 7200)
    }

    @Test func aShareStrikesThatManyConnections() throws {
        let share = try #require(Share(percentage: "30%"))
        let reports = Self.reports(.tcp(.refused), "control_address_google", share: share, minutes: 1000)
        let struck = Double(reports.count { $0.outcome.failure != nil }) / Double(reports.count)
        #expect(abs(struck - 0.3) < 0.05)
    }

    @Test func theSameSeedGivesTheSameEvents() {
        func trace(_ seed: UInt64) -> [String] {
            let scenario = Scenario(
                name: "", duration: .seconds(1800), faults: [FaultWindow(from: .seconds(300), fault: .tcp(.silent))],
                expectations: [])
            return Simulation(scenario, seed: seed).map { "\($0.elapsed) \($0.clock)" }
        }
        #expect(trace(3) == trace(3))
        #expect(trace(3) != trace(4))
    }

    @Test func eventsComeInTheOrderOfTime() {
        let scenario = Scenario(
            name: "", duration: .seconds(3600), faults: [FaultWindow(from: .seconds(300), fault: .tcp(.silent))], expectations: []
        )
        let times = Simulation(scenario, seed: 1).map(\.elapsed)
        #expect(times == times.sorted())
        #expect(times.allSatisfy { $0 < 3600 })
    }

    @Test func noHostIsAskedTwiceWithinTheGap() {
        let scenario = Scenario(
            name: "", duration: .seconds(7200), faults: [FaultWindow(from: .seconds(300), fault: .noise(.closed))],
            expectations: [])
        var begins: [String: [Double]] = [:]
        for event in Simulation(scenario, seed: 2) {
            guard case .probe(let report) = event.content, !report.target.host.isEmpty else { continue }
            begins[report.target.host, default: []].append(event.elapsed - report.outcome.duration.seconds)
        }
        for (host, times) in begins {
            let sorted = times.sorted()
            let least = zip(sorted, sorted.dropFirst()).map { $1 - $0 }.min() ?? .infinity
            // Second opinions come on top of a probe's own duration: only those without any are timed to the point.
            #expect(least > 29, "\(host)")
        }
    }

    @Test func aSurprisingFailureIsConfirmedSoon() throws {
        let reports = Self.reports(.http(.status(500)), "web")
        try #require(reports.count > 3)
        let gaps = zip(reports, reports.dropFirst()).map { $1.finishedAt - $0.finishedAt }
        #expect(abs(gaps[0] - 30) < 2)
        #expect(gaps[2...].allSatisfy { abs($0 - 60) < 2 })
    }

    @Test func signalsAreRepeatedWhileTheyStandAndTakenBackOnce() {
        let scenario = Scenario(
            name: "", duration: .seconds(1200),
            faults: [FaultWindow(from: .seconds(60), to: .seconds(600), fault: .people(.deliveryDrop, .business))],
            expectations: [])
        let signals = Simulation(scenario, seed: 1).compactMap { event -> Signal? in
            if case .signal(let signal) = event.content { signal } else { nil }
        }
        #expect(signals.count { $0.isPresent } == 9)
        #expect(signals.count { !$0.isPresent } == 1)
        #expect(signals.last?.isPresent == false)
        #expect(signals.allSatisfy { $0.kind == .deliveryDrop && $0.scope == .business })
    }

    @Test func countersOfTheHostGrowAndShowItsTrouble() {
        let scenario = Scenario(
            name: "", duration: .seconds(1200), faults: [FaultWindow(from: .seconds(600), fault: .host(.retransmits))],
            expectations: [])
        let readings = Simulation(scenario, seed: 1).compactMap { event -> HostReading? in
            if case .host(let reading) = event.content { reading } else { nil }
        }
        #expect(readings.count == 80)
        let rises = zip(readings, readings.dropFirst()).map { ($1.segmentsRetransmitted ?? 0) - ($0.segmentsRetransmitted ?? 0) }
        #expect(rises.prefix(38).allSatisfy { $0 < 5 })
        #expect(rises.suffix(38).allSatisfy { $0 > 100 })
    }
}
