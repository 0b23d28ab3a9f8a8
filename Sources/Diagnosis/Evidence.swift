import Probing
import WhatsApp
import Wire

/// One thing that was seen, for or against a verdict.
package struct Evidence: Sendable, Equatable {
    /// What was observed: a closed set, so that it can be a label.
    package enum Kind: String, CaseIterable, Sendable {
        case controlAddress = "control_address"
        case controlSite = "control_site"
        case controlResolver = "control_resolver"
        case gateway
        case systemDNS = "system_dns"
        case authorityDNS = "authority_dns"
        case secondOpinion = "second_opinion"
        case clock
        case connect
        case tls
        case chatHandshake = "chat_handshake"
        case http
        case family
        case hostLimits = "host_limits"
        /// A network interface that is down, gone or erring.
        case interface
        case retransmits
        /// Connections ended by resets.
        case resets
        case synDrops = "syn_drops"
        /// Packets that arrived and found no room.
        case backlogDrops = "backlog_drops"
        case cpuStall = "cpu_stall"
        case memoryStall = "memory_stall"
        case conntrack
        /// Memory, places or ports of sockets that run out.
        case sockets
        case descriptors
        /// The operator's own.
        case database
        /// What users say elsewhere.
        case reports
        /// What becomes of messages sent through the business platform.
        case delivery
        case platformStatus = "platform_status"
        /// What its API answers to the operator's own requests.
        case platformErrors = "platform_errors"
        /// The operator's own at the business platform.
        case account
        /// What its API answers to the number of the operator's requests.
        case requestLimits = "request_limits"
        /// How many checks have something to say.
        case coverage
    }

    /// Whom it speaks of.
    package enum Side: String, CaseIterable, Sendable {
        /// This host, its resolver, its gateway.
        case local
        case whatsapp
        /// What lies between.
        case path
        /// Somebody else's service.
        case neutral
    }

    /// What kind of observation it is.
    package var kind: Kind
    package var side: Side
    /// The target it comes from; `nil` when it sums up several.
    package var target: String?
    /// For people; at most ``textLimit`` characters.
    package var text: String
    /// How far it carries the verdict: up to 1 for it, down to -1 against it, 0 for a mere circumstance (``Weighing``).
    package var weight: Double

    /// A verdict carries at most this many.
    package static let limit = 24
    /// Characters a text is cut to.
    package static let textLimit = 200

    package init(_ kind: Kind, _ side: Side, target: String? = nil, _ text: String, weight: Double = 0) {
        self.kind = kind
        self.side = side
        self.target = target
        // To count characters costs more than all the rest, and there are never more of them than bytes.
        self.text = text.utf8.count <= Self.textLimit ? text : String(text.prefix(Self.textLimit))
        self.weight = weight
    }

    /// What a failed check says.
    init(failureOf reading: Reading, weight: Double) {
        let detail = reading.history.lastFailure?.detail ?? ""
        let reason = (reading.reason?.rawValue ?? "") + (reading.history.family.map { " over \($0.rawValue)" } ?? "")
        self.init(
            reading.evidenceKind, reading.evidenceSide, target: reading.target.name,
            detail.isEmpty ? reason : "\(reason): \(detail)", weight: weight)
    }
}

extension Evidence {
    /// The failures of these checks and the other opinions on them.
    /// - Parameters:
    ///   - weight: what each failure says for the verdict.
    ///   - refuting: what it says when another resolver's answer leads to a WhatsApp that works.
    ///   - agreeing: what it says when that does not help.
    static func failures(
        of readings: [Reading], weight: Double = Weighing.failure, refuting: Double = 0, agreeing: Double = 0
    ) -> [Evidence] {
        readings.prefix(limit / 2).flatMap { reading in
            let opinion = reading.history.opinion.map { opinion in
                Evidence(
                    .secondOpinion, .path, target: reading.target.name,
                    "by way of \(opinion.resolver): "
                        + (opinion.failure?.rawValue ?? "works") + (opinion.address.map { " at \($0)" } ?? ""),
                    weight: reading.isRefuted ? refuting : reading.opposingFailure == nil ? 0 : agreeing)
            }
            return [Evidence(failureOf: reading, weight: weight)] + (opinion.map { [$0] } ?? [])
        }
    }

    /// How many of each kind of control answer, and what the gateway says.
    /// - Parameters:
    ///   - working: what it says for the verdict when all of a kind answer.
    ///   - broken: what it says when none does; in between, in proportion.
    static func controls(of survey: Survey, working: Double = 0, broken: Double = 0) -> [Evidence] {
        survey.controlAnswers.map { answer in
            var evidence = answer.evidence
            // Many a gateway answers nobody, and is none the worse for it.
            let share = evidence.kind == .gateway && broken < 0 ? 0 : answer.brokenShare
            evidence.weight = working + (broken - working) * share
            return evidence
        }
    }

    /// How many of a kind of control answer; `nil` when none of them is known.
    init?(answersOf controls: [Reading]) {
        let known = controls.filter(\.isKnown)
        guard let first = known.first else { return nil }
        let failing = known.filter(\.isBroken)
        let answer = "\(known.count - failing.count) of \(known.count) answer"
        self.init(
            first.evidenceKind, first.evidenceSide,
            failing.isEmpty ? answer : "\(answer) (\(Self.reasons(of: failing)))")
    }

    /// The reasons these checks failed for, the commonest first.
    static func reasons(of readings: [Reading]) -> String {
        readings.compactMap(\.reason).byFrequency.prefix(3).map(\.rawValue).joined(separator: ", ")
    }
}

extension Reading {
    fileprivate var evidenceSide: Evidence.Side {
        switch (control, failureClass) {
        case (.gateway, _), (_, .host): .local
        case (.some, _): .neutral
        case (nil, .naming): target.usesSystemResolver ? .local : .whatsapp
        case (nil, .foreign): .path
        default: .whatsapp
        }
    }

    fileprivate var evidenceKind: Evidence.Kind {
        switch (target.role, failureClass) {
        case (.control(.gateway), _): .gateway
        case (.control(.address), _): .controlAddress
        case (.control(.site), _): .controlSite
        case (.control(.resolver), _): target.usesSystemResolver ? .systemDNS : .controlResolver
        case (.component(.dnsAuthority), _): .authorityDNS
        case (.component, .naming): .systemDNS
        case (.component, .host): .hostLimits
        case (.component, .reach), (.component, nil): .connect
        case (.component, .date), (.component, .foreign), (.component, .service), (.component, .surprise): layer
        }
    }

    private var layer: Evidence.Kind {
        let name = reason?.rawValue ?? ""
        return name.hasPrefix("tls") ? .tls : name.hasPrefix("http") ? .http : .chatHandshake
    }
}
