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
        case synDrops = "syn_drops"
        case cpuStall = "cpu_stall"
        case memoryStall = "memory_stall"
        case conntrack
        case descriptors
        /// The operator's own.
        case database
        /// What users say elsewhere.
        case reports
        /// What becomes of messages sent through the business platform.
        case delivery
        case platformStatus = "platform_status"
        /// The operator's own at the business platform.
        case account
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

    /// A verdict carries at most this many.
    package static let limit = 24
    /// Characters a text is cut to.
    package static let textLimit = 200

    package init(_ kind: Kind, _ side: Side, target: String? = nil, _ text: String) {
        self.kind = kind
        self.side = side
        self.target = target
        self.text = String(text.prefix(Self.textLimit))
    }

    /// What a failed check says.
    init(failureOf reading: Reading) {
        let detail = reading.history.lastFailure?.detail ?? ""
        let reason = (reading.reason?.rawValue ?? "") + (reading.history.family.map { " over \($0.rawValue)" } ?? "")
        self.init(
            reading.evidenceKind, reading.evidenceSide, target: reading.target.name,
            detail.isEmpty ? reason : "\(reason): \(detail)")
    }
}

extension Evidence {
    /// The failures of these checks and the other opinions on them.
    static func failures(of readings: [Reading]) -> [Evidence] {
        readings.prefix(limit / 2).flatMap { reading in
            let opinion = reading.history.opinion.map { opinion in
                Evidence(
                    .secondOpinion, .path, target: reading.target.name,
                    "by way of \(opinion.resolver): "
                        + (opinion.failure?.rawValue ?? "works") + (opinion.address.map { " at \($0)" } ?? ""))
            }
            return [Evidence(failureOf: reading)] + (opinion.map { [$0] } ?? [])
        }
    }

    /// How many of each kind of control answer, and what the gateway says.
    static func controls(of survey: Survey) -> [Evidence] {
        [Control.address, .site, .resolver, .gateway].compactMap { control in
            let known = survey.controls(control).filter(\.isKnown)
            guard let kind = known.first?.evidenceKind, let side = known.first?.evidenceSide else { return nil }
            let reasons = reasons(of: known.filter(\.isBroken))
            let answer = "\(known.count { !$0.isBroken }) of \(known.count) answer"
            return Evidence(kind, side, reasons.isEmpty ? answer : "\(answer) (\(reasons))")
        }
    }

    /// The reasons these checks failed for, the commonest first.
    static func reasons(of readings: [Reading]) -> String {
        var counts: [FailureReason: Int] = [:]
        for reason in readings.compactMap(\.reason) { counts[reason, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .prefix(3).map(\.key.rawValue).joined(separator: ", ")
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
