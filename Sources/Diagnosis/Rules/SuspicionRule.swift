import WhatsApp

/// All that can be probed answers, yet people or deliveries say that WhatsApp does not work.
///
/// Most known outages lie behind the login, where no probe without an account gets. Two kinds of signal are enough, one of
/// them from users or deliveries; one of those two alone has to last ``patienceSeconds``. A status page alone is nothing.
struct SuspicionRule: Rule {
    static let patienceSeconds = 600.0

    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        guard survey.isWell(scope) else { return nil }
        let said = survey.signals(scope).filter { $0.signal.kind.evidenceSide == .whatsapp }
        let strong = said.filter { $0.signal.kind != .platformDisrupted }
        guard !strong.isEmpty else { return nil }
        let kinds = said.map(\.signal.kind)
        if let slow = survey.signals(scope).first(where: { $0.signal.kind == .databaseSlow }), Set(kinds) == [.deliveryDrop] {
            var finding = Finding(
                .localHost, base: 0.4,
                "WhatsApp answers, and \(kinds.inSentence) while your own database is slow: that explains it.",
                evidence: [Evidence(slow, weight: Weighing.hostCause)] + strong.map { Evidence($0, weight: 0) })
            finding.begin = strong.map(\.since).min()
            return finding
        }
        let seconds = strong.map { survey.age(of: $0) }.max() ?? 0
        guard Set(kinds).count >= 2 || seconds >= Self.patienceSeconds else { return nil }
        let working = survey.whatsApp(scope).count(where: \.isWorking)
        var finding = Finding(
            .whatsAppSuspected, base: 0.2,
            "Every layer that can be checked without an account answers (\(working.of("check"))), but \(kinds.inSentence)"
                + (Set(kinds).count > 1 ? "" : ", for \(Int(min(seconds, 1e9)) / 60) min")
                + ": WhatsApp seems ill behind its edge.",
            evidence: said.map { Evidence($0, weight: Weighing.weight(of: $0.signal.kind)) })
        finding.begin = strong.map(\.since).min()
        return finding
    }
}
