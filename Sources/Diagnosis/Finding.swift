import WhatsApp

/// What one rule makes of a survey.
struct Finding: Sendable {
    var verdict: Verdict
    /// What the rule's own conditions carry, before any evidence is weighed; after that, the confidence.
    var confidence: Double
    var sentence: String
    /// The weightiest first once it is weighed, and at most ``Evidence/limit``.
    var evidence: [Evidence]
    /// The checks whose failing it explains.
    var behind: [Reading]
    /// When it began, where that is not told by the checks behind it, in Unix seconds.
    var begin: Double?
    /// Whether it only stands for evidence that contradicts itself, as it does for a while at every change.
    var isConflict = false

    init(_ verdict: Verdict, base: Double, _ sentence: String, behind: [Reading] = [], evidence: [Evidence]) {
        self.verdict = verdict
        confidence = base
        self.sentence = sentence
        self.evidence = evidence
        self.behind = behind
    }

    /// When a check behind it last failed; `nil` when there is none behind it, or it names no trouble.
    var lastFailureAt: Double? {
        verdict.namesTrouble ? behind.compactMap { $0.history.lastFailure?.at }.max() : nil
    }

    /// How far the trouble reaches; empty while all is well.
    var extent: Extent {
        guard verdict != .ok else { return Extent() }
        var extent = Extent(of: behind)
        extent.firstFailureAt = extent.firstFailureAt ?? begin
        return extent
    }

    /// The same with its confidence by all evidence: what the rule named, and what else is known of host and signals.
    func weighed(in survey: Survey, for scope: Scope) -> Finding {
        var finding = self
        finding.evidence += circumstances(in: survey, for: scope)
        if confidence > 0 { finding.confidence = Weighing.confidence(from: confidence, by: finding.evidence) }
        let order = finding.evidence.indices.sorted {
            (-abs(finding.evidence[$0].weight), $0) < (-abs(finding.evidence[$1].weight), $1)
        }
        finding.evidence = order.prefix(Evidence.limit).map { finding.evidence[$0] }
        if verdict.namesTrouble, finding.confidence < Weighing.leastConfidence {
            finding.verdict = .unknown
            finding.isConflict = true
            finding.sentence = "The evidence contradicts itself. It looks as if: " + sentence
        }
        return finding
    }

    /// Signs of the host and signals the rule itself did not speak of.
    private func circumstances(in survey: Survey, for scope: Scope) -> [Evidence] {
        let said = Set(evidence.map(\.kind))
        let reasons = Set(behind.compactMap(\.reason))
        var hasDoubt = false
        let host = survey.hostSigns.map { sign in
            // One host is one witness, however many signs it gives.
            let isDoubt = verdict.blame == .whatsapp && !hasDoubt && reasons.contains(where: sign.canCause)
            hasDoubt = hasDoubt || isDoubt
            return Evidence(sign.kind, .local, sign.text, weight: isDoubt ? Weighing.doubt(from: sign) : 0)
        }
        let signals = survey.signals(scope).map { entry in
            let weight = Weighing.weight(of: entry.signal.kind)
            return Evidence(
                entry, weight: verdict.blame == .whatsapp ? weight : verdict == .ok ? -weight : 0)
        }
        return (host.filter { $0.kind == .gateway || !said.contains($0.kind) } + signals.filter { !said.contains($0.kind) })
    }
}

extension Evidence {
    init(_ entry: SignalBoard.Entry, weight: Double) {
        let kind = entry.signal.kind
        self.init(
            kind.evidenceKind, kind.evidenceSide, entry.signal.detail.isEmpty ? kind.words : entry.signal.detail, weight: weight)
    }
}

extension Verdict {
    /// Whether it says that something is wrong, here or there.
    var namesTrouble: Bool { self != .ok && self != .unknown }
}

/// One step of the way to a verdict.
protocol Rule: Sendable {
    /// The verdict for a scope; `nil` when this rule has nothing to say.
    func finding(in survey: Survey, for scope: Scope) -> Finding?
}
