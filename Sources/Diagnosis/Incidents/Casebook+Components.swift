import WhatsApp

/// A part that no verdict hangs on, as it is followed.
struct ComponentCase: Sendable {
    /// Its open incident.
    var id: String?
    var badSince: Double?
    var wellSince: Double?
}

extension Casebook {
    /// Opens, follows and closes the incidents of parts that no verdict hangs on.
    mutating func followComponents(by conclusion: Conclusion) {
        for component in Component.allCases where !component.isDecisive {
            let status = conclusion.components[component] ?? .unknown
            var state = components[component] ?? ComponentCase()
            switch status {
            case .unknown:
                state.badSince = nil
                state.wellSince = nil
            case .ok:
                state.badSince = nil
                // The clock may have been put back.
                state.wellSince = min(state.wellSince ?? conclusion.at, conclusion.at)
                wellAgain(component, &state, at: conclusion.at)
            case .down, .degraded:
                state.wellSince = nil
                state.badSince = min(state.badSince ?? conclusion.at, conclusion.at)
                fails(component, &state, status, conclusion)
            }
            components[component] = state
        }
    }

    private mutating func wellAgain(_ component: Component, _ state: inout ComponentCase, at time: Double) {
        guard let id = state.id, let since = state.wellSince else { return }
        change(id) { incident in
            incident.troubled = []
            if incident.restoredAt == nil { incident.restore(at: since) }
        }
        resolve(id, wellSince: since, at: time)
        if self[id]?.isOpen != true { state.id = nil }
    }

    private mutating func fails(
        _ component: Component, _ state: inout ComponentCase, _ status: ComponentStatus, _ conclusion: Conclusion
    ) {
        let cause = "\([component].wordsAtStart) \(component.isPlural ? "are" : "is") \(status.rawValue); no verdict hangs on it."
        if let id = state.id {
            change(id) { incident in
                if incident.restoredAt != nil {
                    incident.record(.again, at: conclusion.at, cause)
                    incident.restoredAt = nil
                    incident.troubled = incident.scopes
                } else if incident.cause != cause {
                    incident.record(.verdict, at: conclusion.at, cause)
                }
                if incident.cause != cause { (incident.cause, incident.causeAt) = (cause, conclusion.at) }
            }
            return
        }
        // What fails beside a greater trouble is part of it, until it outlasts that.
        guard let since = state.badSince, openIDs(.major).isEmpty else { return }
        guard conclusion.at - since >= settings.minorAfterSeconds else {
            due = min(due, since + settings.minorAfterSeconds)
            return
        }
        var incident = Incident(
            id: newID(at: conclusion.at), severity: .minor, verdict: .ok, scopes: component.scopes, components: [component],
            startedAt: since, detectedAt: conclusion.at)
        incident.cause = cause
        incident.evidence = evidence(of: conclusion, for: component)
        incident.workarounds = [Workaround.sentence(for: component)]
        incident.likeness = Likeness(of: incident, among: incidents)
        incident.record(.began, at: since, "It was seen to fail.")
        incident.record(.detected, at: conclusion.at, cause)
        add(incident)
        state.id = incident.id
    }

    /// What failed beside a good verdict.
    private func evidence(of conclusion: Conclusion, for component: Component) -> [String] {
        let pieces = component.scopes.first.flatMap { conclusion.scopes[$0]?.evidence } ?? []
        return pieces.filter { $0.target != nil && $0.side != .neutral }.prefix(Incident.evidenceLimit).map(\.words)
    }
}

extension Component {
    var isPlural: Bool {
        switch self {
        case .links, .dnsAuthority: true
        case .chat, .chatAlternate, .web, .registration, .media, .businessAPI: false
        }
    }
}
