import Probing
import Testing
import WhatsApp
import Wire

@testable import Diagnosis

/// A fault that lasts from the tenth to the thirtieth minute.
struct Scenario: Sendable, CustomTestStringConvertible {
    var name: String
    var consumer: Verdict
    var business: Verdict
    /// Verdicts that may be seen besides `ok` and the right ones; all others never.
    var passing: Set<Verdict> = []
    /// What the consumer's sentence, or where it is `ok` the business sentence, must say.
    var says = ""
    var world: @Sendable (Check) -> Finds

    var testDescription: String { name }

    static let begin = 600.0
    static let end = 1800.0
}

@Suite struct ScenarioTests {
    private static let interval = 60.0
    private static let timeout = 10.0

    @Test(arguments: Scenario.all, [1, 2, 3, 4, 5] as [UInt64])
    func reachesItsVerdictInTimeAndNoOther(_ scenario: Scenario, seed: UInt64) {
        let observations = Timeline.observations(seconds: 2400, seed: seed) { check, time in
            (Scenario.begin..<Scenario.end).contains(time) ? scenario.world(check) : .well
        }
        var diagnosis = Diagnosis(expected: Estate.targets)
        var complaints: [String] = []
        for observation in observations {
            diagnosis.observe(observation)
            let conclusion = diagnosis.conclude(at: observation.at)
            let time = observation.at - Timeline.start
            complaints += Scope.allCases.compactMap { scope in
                conclusion.scopes[scope].flatMap { complaint(about: $0, of: scope, at: time, in: scenario) }
            }
        }
        #expect(complaints.isEmpty, "\(complaints.count), such as \(complaints.prefix(3).joined(separator: "; "))")
    }

    private func complaint(about scoped: ScopedVerdict, of scope: Scope, at time: Double, in scenario: Scenario) -> String? {
        let right = scope == .consumer ? scenario.consumer : scenario.business
        // The last probe of two intervals may still run into its timeout.
        let isDue = Scenario.begin + 2 * Self.interval + Self.timeout < time && time < Scenario.end
        let isOver = Scenario.end + 3 * Self.interval < time
        let isSpokenOf = scope == (scenario.consumer == .ok ? .business : .consumer)
        let isBounded =
            scoped.evidence.count <= Evidence.limit && (0...1).contains(scoped.confidence)
            && scoped.evidence.allSatisfy { $0.text.count <= Evidence.textLimit }
        let fault: String? =
            if !isBounded {
                "unbounded"
            } else if isDue, scoped.verdict != right {
                "not \(right)"
            } else if isOver, scoped.verdict != .ok {
                "not over"
            } else if time > 2 * Self.interval, scoped.verdict != right, scoped.verdict != .ok,
                !scenario.passing.contains(scoped.verdict)
            {
                "never"
            } else if isDue, isSpokenOf, !scoped.sentence.contains(scenario.says), !scenario.says.isEmpty {
                "does not say \(scenario.says)"
            } else if isDue, scoped.evidence.isEmpty {
                "no evidence"
            } else {
                nil
            }
        return fault.map { "\(scope) at \(Int(time)) s: \($0): \(scoped.verdict) \(scoped.sentence)" }
    }
}

extension Scenario {
    static let all: [Scenario] = network + naming + clockAndHost + path + service

    private static let network = [
        Scenario(name: "no route", consumer: .localNetwork, business: .localNetwork, says: "no default route") { check in
            .failed(check.control == .gateway ? .noRoute : .networkUnreachable)
        },
        Scenario(name: "gateway silent", consumer: .localNetwork, business: .localNetwork, says: "gateway is silent") { check in
            .failed(check.control == .gateway ? .gatewaySilent : check.isNamed ? .dnsTimeout : .connectTimeout)
        },
        Scenario(name: "line down", consumer: .localNetwork, business: .localNetwork, says: "nothing beyond it") { check in
            check.control == .gateway ? .well : .failed(check.isNamed ? .dnsTimeout : .connectTimeout)
        },
        Scenario(name: "controls blocked", consumer: .ok, business: .ok) { check in
            check.isWhatsApp ? .well : .failed(.connectTimeout)
        },
        Scenario(name: "no IPv6 at all", consumer: .ok, business: .ok) { check in
            check.family == .ip6 ? .failed(.networkUnreachable) : .well
        },
        Scenario(name: "IPv6 dead beyond the gateway", consumer: .ok, business: .ok) { check in
            check.family == .ip6 ? .failed(.connectTimeout) : .well
        },
        Scenario(name: "IPv6 of WhatsApp's dead", consumer: .edgePartial, business: .ok, says: "chat") { check in
            check.family == .ip6 && check.isWhatsApp ? .failed(.connectTimeout) : .well
        },
    ]

    private static let naming = [
        Scenario(name: "resolver silent", consumer: .localDNS, business: .localDNS, says: "2 of 2 public resolvers answer") {
            check in
            check.isNamed ? .failed(.dnsTimeout, opinion: check.isWhatsApp ? .works : nil) : .well
        },
        Scenario(name: "resolver answers SERVFAIL", consumer: .localDNS, business: .localDNS, says: "dns_servfail") { check in
            check.isNamed ? .failed(.dnsServfail) : .well
        },
        Scenario(name: "no resolver", consumer: .localDNS, business: .localDNS, says: "dns_no_resolver") { check in
            check.isNamed ? .failed(.dnsNoResolver) : .well
        },
        Scenario(name: "port 53 blocked", consumer: .localDNS, business: .localDNS, says: "blocked on the way") { check in
            let asks = check.control == .resolver || check.component == .dnsAuthority
            return check.isNamed || asks ? .failed(.dnsTimeout, opinion: check.isWhatsApp ? .fails(.dnsTimeout) : nil) : .well
        },
        Scenario(name: "national resolver (2026-02)", consumer: .localDNS, business: .ok, says: "not for WhatsApp") { check in
            check.isConsumer && check.isNamed && check.target.name != "wa.me" ? .failed(.dnsNXDomain, opinion: .works) : .well
        },
        Scenario(name: "national resolver, no other asked", consumer: .localDNS, business: .ok, says: "national block") { check in
            check.isConsumer && check.isNamed && check.target.name != "wa.me" ? .failed(.dnsNXDomain) : .well
        },
        Scenario(name: "Pi-hole", consumer: .localDNS, business: .ok, says: "Pi-hole") { check in
            check.isConsumer && check.isNamed ? .failed(.dnsBogon, opinion: .works) : .well
        },
        Scenario(name: "hosts file", consumer: .localDNS, business: .ok, says: "hosts file") { check in
            guard check.component == .web else { return .well }
            return Finds(failure: .dnsBogon, opinion: .works, naming: .hostsFile)
        },
        Scenario(name: "one name on a blocklist", consumer: .localDNS, business: .ok) { check in
            check.component == .registration ? .failed(.dnsBogon) : .well
        },
    ]

    private static let clockAndHost = [
        Scenario(name: "clock an hour behind", consumer: .localClock, business: .localClock, says: "60 min behind") { check in
            var finds = Finds.well
            if check.component == .web || check.control == .site { finds.clockOffsetSeconds = 3600 }
            return finds
        },
        Scenario(name: "clock years off", consumer: .localClock, business: .localClock, says: "not valid at its time") { check in
            switch check.component {
            case .chat, .chatAlternate: .failed(.chatCertificateNotYetValid)
            case .dnsAuthority: .well
            case .some: .failed(.tlsNotYetValid)
            case nil: check.control == .site ? .failed(.tlsNotYetValid) : .well
            }
        },
        Scenario(name: "clock ahead, dates known", consumer: .localClock, business: .localClock, says: "2 days ahead") { check in
            switch check.component {
            case .chat: .failed(.chatCertificateExpired)
            case .dnsAuthority: .well
            case .some: Finds(failure: .tlsExpired, clockOffsetSeconds: -172_900)
            case nil: Finds(clockOffsetSeconds: check.control == .site ? -172_900 : nil)
            }
        },
        Scenario(name: "WhatsApp's certificate expired", consumer: .whatsAppOutage, business: .ok, says: "tls_expired") { check in
            if check.component == .web { return .failed(.tlsExpired) }
            return Finds(clockOffsetSeconds: check.control == .site ? 0.4 : nil)
        },
        Scenario(name: "out of descriptors", consumer: .localHost, business: .localHost, says: "descriptors") { _ in
            .failed(.localResources)
        },
        Scenario(name: "own firewall against WhatsApp", consumer: .localHost, business: .ok, says: "firewall") { check in
            check.isConsumer ? .failed(.permissionDenied) : .well
        },
    ]

    private static let path = [
        Scenario(name: "captive portal", consumer: .blockedOrIntercepted, business: .blockedOrIntercepted, says: "captive") {
            check in
            switch (check.component, check.control) {
            case (.chat, _): .failed(.chatNotNoise)
            case (.some, _), (_, .site): .failed(.tlsNameMismatch)
            case (_, .gateway): .well
            case (_, .resolver): .failed(.dnsTimeout)
            default: .failed(.connectTimeout)
            }
        },
        Scenario(
            name: "captive portal by DNS", consumer: .blockedOrIntercepted, business: .blockedOrIntercepted, says: "captive"
        ) { check in
            check.isNamed ? .failed(.dnsBogon) : check.control == .gateway ? .well : .failed(.connectTimeout)
        },
        Scenario(name: "proxy opens TLS", consumer: .blockedOrIntercepted, business: .blockedOrIntercepted, says: "proxy") {
            check in
            switch (check.component, check.control) {
            case (.chat, _), (.chatAlternate, _): .failed(.connectTimeout)
            case (.dnsAuthority, _), (_, .resolver), (_, .gateway), (_, .address): .well
            default: .failed(.tlsUnknownAuthority)
            }
        },
        Scenario(name: "chat answered by HTTP", consumer: .blockedOrIntercepted, business: .ok, says: "chat_not_noise") { check in
            check.component == .chat ? .failed(.chatNotNoise) : .well
        },
        Scenario(name: "false chat key", consumer: .blockedOrIntercepted, business: .ok, says: "chat_bad_tag") { check in
            check.component == .chat ? .failed(.chatBadTag) : .well
        },
        Scenario(name: "web redirected to a stranger", consumer: .blockedOrIntercepted, business: .ok) { check in
            check.component == .web ? .failed(.httpForeignRedirect) : .well
        },
        Scenario(name: "dead addresses given here only", consumer: .blockedOrIntercepted, business: .ok, says: "another resolver")
        {
            check in
            check.isConsumer ? .failed(.connectTimeout, opinion: check.isNamed ? .works : nil) : .well
        },
        Scenario(name: "denied by all resolvers", consumer: .blockedOrIntercepted, business: .ok, says: "denied") { check in
            check.isConsumer && check.isNamed ? .failed(.dnsNXDomain, opinion: .fails(.dnsBogon)) : .well
        },
    ]

    private static let service = [
        Scenario(
            name: "all of WhatsApp refuses", consumer: .whatsAppOutage, business: .whatsAppOutage,
            says: "or your network blocks it"
        ) { check in
            check.isWhatsApp ? .failed(.connectionRefused) : .well
        },
        Scenario(name: "all of WhatsApp silent", consumer: .whatsAppOutage, business: .whatsAppOutage, says: "blocks it") {
            check in
            guard check.isWhatsApp else { return .well }
            return .failed(check.component == .dnsAuthority ? .dnsTimeout : .connectTimeout)
        },
        Scenario(name: "chat silent after hello (2022-10)", consumer: .whatsAppOutage, business: .ok, says: "Chat is failing") {
            check in
            check.component == .chat ? .failed(.chatTimeout) : .well
        },
        Scenario(name: "web 5xx (2025-09)", consumer: .whatsAppOutage, business: .ok, says: "Web is failing") { check in
            check.component == .web ? .failed(.httpServerError) : .well
        },
        Scenario(
            name: "media 503 (2019-07)", consumer: .whatsAppOutage, business: .ok, says: "while chat, web and registration answer"
        ) {
            check in
            check.component == .media ? .failed(.httpServerError) : .well
        },
        Scenario(name: "Cloud API (2024-03)", consumer: .ok, business: .whatsAppOutage, says: "The business API is failing") {
            check in
            check.component == .businessAPI ? .failed(.httpServerError) : .well
        },
        Scenario(
            name: "all Meta (2021-10)", consumer: .metaWide, business: .metaWide, passing: [.whatsAppOutage], says: "all of Meta"
        ) { check in
            guard check.isWhatsApp else { return .well }
            return check.component == .dnsAuthority
                ? .failed(.dnsTimeout) : .failed(.dnsServfail, opinion: .fails(.dnsServfail))
        },
        Scenario(name: "names gone, business up", consumer: .whatsAppOutage, business: .ok, says: "dns_servfail") { check in
            check.isConsumer ? .failed(.dnsServfail, opinion: .fails(.dnsServfail)) : .well
        },
        Scenario(name: "one bad edge for this resolver", consumer: .edgePartial, business: .ok, says: "157.240.23.0/24") {
            check in
            check.component == .web ? .failed(.connectTimeout, opinion: .works) : .well
        },
        Scenario(name: "one chat port", consumer: .edgePartial, business: .ok, says: "Part of chat") { check in
            check.target.name == "chat-5222" ? .failed(.connectTimeout) : .well
        },
        Scenario(name: "alternate chat alone", consumer: .ok, business: .ok) { check in
            check.component == .chatAlternate ? .failed(.connectTimeout) : .well
        },
        Scenario(name: "links alone", consumer: .ok, business: .ok) { check in
            check.component == .links ? .failed(.httpServerError) : .well
        },
        Scenario(name: "name servers alone", consumer: .ok, business: .ok) { check in
            check.component == .dnsAuthority ? .failed(.dnsTimeout) : .well
        },
        Scenario(name: "registration answers otherwise", consumer: .unknown, business: .ok, says: "may be ill, or changed") {
            check in
            check.component == .registration ? .failed(.httpUnexpectedBody) : .well
        },
        Scenario(name: "a neutral site is down", consumer: .ok, business: .ok) { check in
            check.target.name == "debian.org" ? .failed(.httpServerError) : .well
        },
        Scenario(name: "gateway does not speak to us", consumer: .ok, business: .ok) { check in
            check.control == .gateway ? .failed(.gatewaySilent) : .well
        },
    ]
}

extension Check {
    fileprivate var isConsumer: Bool { isWhatsApp && component != .businessAPI && component != .dnsAuthority }
}
