import WhatsApp

/// The business API answers, yet the platform behind it is ill, or the operator's own account is blocked.
struct BusinessRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        guard scope == .business, survey.isWell(scope) else { return nil }
        let said = survey.signals(scope)
        func entries(_ kind: Signal.Kind) -> [SignalBoard.Entry] { said.filter { $0.signal.kind == kind } }
        let (disrupted, blocked) = (entries(.platformDisrupted), entries(.accountBlocked))
        let deliveries = entries(.deliveryDrop)
        let evidence = said.map { Evidence($0, weight: Weighing.weight(of: $0.signal.kind)) }
        var finding: Finding
        switch (disrupted.isEmpty, deliveries.isEmpty, blocked.isEmpty) {
        case (false, false, _):
            finding = Finding(
                .businessPlatform, base: 0.5,
                "The business API answers, but \((disrupted + deliveries).map(\.signal.kind).inSentence): the platform is ill.",
                evidence: evidence)
            finding.begin = (disrupted + deliveries).map(\.since).min()
        case (false, true, false):
            finding = Finding(
                .unknown, base: 0.3,
                "Your account is blocked while the business platform calls itself disrupted: either may be the other's doing.",
                evidence: evidence)
            finding.isConflict = true
        case (true, _, false):
            finding = Finding(
                .businessAccount, base: 0.8,
                "The business API answers and the platform is well, but your own account is blocked.",
                evidence: evidence)
            finding.begin = blocked.map(\.since).min()
        case (_, _, true): return nil
        }
        return finding
    }
}
