import WhatsApp

extension ScopedVerdict {
    var namesTrouble: Bool { verdict.namesTrouble }

    /// Whether something fails and nobody can say whose fault it is, rather than too little being known.
    var isConflict: Bool { verdict == .unknown && confidence > 0 }
}

extension Casebook {
    /// Finds an incident for each scope in trouble.
    mutating func assignScopes(by conclusion: Conclusion) {
        for scope in Scope.allCases {
            guard let ruling = conclusion.scopes[scope], ruling.namesTrouble || ruling.isConflict else { continue }
            if let id = cases[scope], let incident = self[id] {
                guard ruling.namesTrouble, ruling.verdict != incident.verdict else { continue }
                if let other = openMajor(of: ruling.verdict) {
                    cases[scope] = other
                } else if hasPartedCompany(scope, ruling, id, conclusion) {
                    open(scope, ruling, at: conclusion.at)
                }
            } else if let other = openMajor(of: ruling.verdict) {
                cases[scope] = other
            } else {
                let wait = max(settings.openAfterSeconds, ruling.isConflict ? Self.conflictSeconds : 0)
                if conclusion.at - ruling.since >= wait {
                    open(scope, ruling, at: conclusion.at)
                } else {
                    due = min(due, ruling.since + wait)
                }
            }
        }
    }

    private func openMajor(of verdict: Verdict) -> String? {
        incidents.last { $0.isOpen && $0.severity == .major && $0.verdict == verdict }?.id
    }

    /// Whether a scope's new verdict lays the blame elsewhere than those of the others in its incident.
    private func hasPartedCompany(_ scope: Scope, _ ruling: ScopedVerdict, _ id: String, _ conclusion: Conclusion) -> Bool {
        Scope.allCases.contains { other in
            guard other != scope, cases[other] == id, let companion = conclusion.scopes[other] else { return false }
            return companion.namesTrouble && companion.verdict.blame != ruling.verdict.blame
        }
    }

    private mutating func open(_ scope: Scope, _ ruling: ScopedVerdict, at time: Double) {
        let detectedAt = UTCTime.range.contains(ruling.since) ? min(ruling.since, time) : time
        let first = ruling.extent.firstFailureAt.flatMap { UTCTime.range.contains($0) ? $0 : nil } ?? detectedAt
        var incident = Incident(
            id: newID(at: detectedAt), severity: .major, verdict: ruling.verdict, scopes: [scope],
            startedAt: min(first, detectedAt), detectedAt: detectedAt)
        incident.absorb(ruling.extent)
        incident.explain(by: ruling, in: [scope: ruling], at: time)
        incident.likeness = Likeness(of: incident, among: incidents)
        incident.record(.began, at: incident.startedAt, "The first probe failed.")
        incident.record(.detected, at: detectedAt, "\(ruling.verdict.words) for \(scope.words): \(ruling.sentence)")
        add(incident)
        cases[scope] = incident.id
    }

    /// Brings an open incident up to what is concluded now.
    mutating func follow(_ id: String, by conclusion: Conclusion) {
        let members = Scope.allCases.filter { cases[$0] == id }
        let rulings = members.compactMap { scope in conclusion.scopes[scope].map { (scope: scope, ruling: $0) } }
        let time = conclusion.at
        guard !members.isEmpty else {
            return change(id) { incident in
                incident.record(.closed, at: time, "What remains of it goes on under another number.")
                incident.resolvedAt = time
            }
        }
        var isNews = false
        change(id) { incident in
            let isUnknown = incident.verdict == .unknown
            incident.part(from: incident.troubled.filter { !members.contains($0) }, at: time)
            isNews = incident.take(rulings.filter { $0.ruling.namesTrouble || isUnknown && $0.ruling.isConflict }, in: conclusion)
            incident.ease(rulings.filter { $0.ruling.verdict == .ok })
        }
        if isNews, let incident = self[id] {
            let likeness = Likeness(of: incident, among: incidents)
            change(id) { $0.likeness = likeness }
        }
        let well = rulings.filter { $0.ruling.verdict == .ok }
        guard well.count == members.count, let since = well.map(\.ruling.since).max() else { return }
        resolve(id, wellSince: since, at: time)
        if self[id]?.isOpen == false { cases = cases.filter { $0.value != id } }
    }

    /// Closes what has been well for long enough, or sees to it that this is looked at in time.
    mutating func resolve(_ id: String, wellSince since: Double, at time: Double) {
        guard time - since >= settings.resolveAfterSeconds else {
            due = min(due, since + settings.resolveAfterSeconds)
            return
        }
        change(id) { incident in
            incident.resolvedAt = time
            let lasted = incident.secondsToRestore.map { " It lasted \(TimeSpan.words(seconds: $0))." } ?? ""
            incident.record(.resolved, at: time, "Well since \(UTCTime(incident.restoredAt ?? since).clock) UTC.\(lasted)")
        }
    }
}

extension Incident {
    /// Takes in what troubles the scopes in it.
    /// - Returns: whether more has changed than figures.
    fileprivate mutating func take(
        _ troubles: [(scope: Scope, ruling: ScopedVerdict)], in conclusion: Conclusion
    ) -> Bool {
        guard let lead = troubles.first(where: { $0.ruling.verdict == verdict }) ?? troubles.first else { return false }
        var isNews = false
        if lead.ruling.verdict != verdict {
            let old = verdict
            verdict = lead.ruling.verdict
            record(
                .verdict, at: lead.ruling.since,
                "\(verdict.words) rather than \(old.wordsInSentence), for \(lead.scope.words): \(lead.ruling.sentence)")
            isNews = true
        }
        let newcomers = troubles.filter { !troubled.contains($0.scope) }
        for (scope, ruling) in newcomers {
            record(
                restoredAt == nil ? .spread : .again, at: ruling.since,
                "\(restoredAt == nil ? "Reached" : "Came back to") \(scope.words): \(ruling.sentence)")
        }
        if !newcomers.isEmpty {
            restoredAt = nil
            scopes = Scope.allCases.filter { scope in scopes.contains(scope) || newcomers.contains { $0.scope == scope } }
            troubled = Scope.allCases.filter { scope in troubled.contains(scope) || newcomers.contains { $0.scope == scope } }
            isNews = true
        }
        for (_, ruling) in troubles {
            let reached = absorb(ruling.extent)
            guard !reached.isEmpty else { continue }
            record(.spread, at: conclusion.at, "Reached \(reached).")
            isNews = true
        }
        if isNews || conclusion.at < causeAt || conclusion.at - causeAt >= Casebook.causeSeconds {
            explain(by: lead.ruling, in: conclusion.scopes, at: conclusion.at)
        }
        return isNews
    }

    /// Lets go of scopes that are in another incident now.
    fileprivate mutating func part(from scopes: [Scope], at time: Double) {
        for scope in scopes {
            troubled.removeAll { $0 == scope }
            record(.eased, at: time, "For \(scope.words) it goes on under another number.")
        }
    }

    fileprivate mutating func ease(_ well: [(scope: Scope, ruling: ScopedVerdict)]) {
        for (scope, ruling) in well where troubled.contains(scope) {
            troubled.removeAll { $0 == scope }
            if !troubled.isEmpty { record(.eased, at: ruling.since, "Over for \(scope.words).") }
        }
        if troubled.isEmpty, restoredAt == nil, let since = well.map(\.ruling.since).max() { restore(at: since) }
    }

    /// Notes down that all seems well.
    mutating func restore(at time: Double) {
        restoredAt = time
        record(.restored, at: time, "All is well again.")
    }
}
