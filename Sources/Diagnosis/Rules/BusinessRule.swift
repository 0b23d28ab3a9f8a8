import WhatsApp

/// The business API answers, yet the platform behind it is ill, or the operator's own account is blocked.
///
/// A status page is late and counts small things: it needs deliveries or businesses that suffer, or errors the API answers.
/// These alone have to last ``SuspicionRule/patienceSeconds``. A blocked account is why nothing is delivered; but a platform that
/// is ill refuses good accounts too (2024-03-05), so that neither is blamed while both are said.
struct BusinessRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        guard scope == .business, survey.isWell(scope) else { return nil }
        let said = survey.signals(scope)
        let platform = said.filter { $0.signal.kind == .platformDisrupted || $0.signal.kind == .platformErrors }
        let blocked = said.filter { $0.signal.kind == .accountBlocked }
        let evidence = said.map { Evidence($0, weight: Weighing.weight(of: $0.signal.kind)) }
        guard !blocked.isEmpty else { return illness(platform, in: survey, evidence: evidence) }
        var finding: Finding
        if platform.isEmpty {
            finding = Finding(
                .businessAccount, base: 0.8,
                "The business API answers and the platform is well, but your own account is blocked.", evidence: evidence)
            finding.begin = blocked.map(\.since).min()
        } else {
            finding = Finding(
                .unknown, base: 0.3,
                "Your account is blocked while \(platform.map(\.signal.kind).inSentence): either may be the other's doing.",
                evidence: evidence)
            finding.isConflict = true
        }
        return finding
    }

    private func illness(_ platform: [SignalBoard.Entry], in survey: Survey, evidence: [Evidence]) -> Finding? {
        guard !platform.isEmpty else { return nil }
        let said = platform + survey.sufferers(.business)
        let kinds = said.map(\.signal.kind)
        let seconds = platform.filter { $0.signal.kind == .platformErrors }.map { survey.age(of: $0) }.max() ?? 0
        guard Set(kinds).count >= 2 || seconds >= SuspicionRule.patienceSeconds else { return nil }
        var finding = Finding(
            .businessPlatform, base: 0.5,
            "The business API answers, but \(kinds.inSentence)\(SuspicionRule.duration(of: kinds, seconds)): the platform is ill.",
            evidence: evidence)
        finding.begin = said.map(\.since).min()
        return finding
    }
}
