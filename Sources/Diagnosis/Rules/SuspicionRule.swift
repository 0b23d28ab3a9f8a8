import WhatsApp

/// All that can be probed answers, yet people or deliveries say that WhatsApp does not work.
///
/// Most known outages lie behind the login, where no probe without an account gets. Users and deliveries together are enough;
/// one of them alone has to last ``patienceSeconds``. Deliveries that the operator's own slow database holds up say nothing,
/// and what the platform says of itself is ``BusinessRule``'s.
struct SuspicionRule: Rule {
    static let patienceSeconds = 600.0

    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        guard survey.isWell(scope) else { return nil }
        let said = survey.sufferers(scope)
        guard !said.isEmpty else { return delay(in: survey, for: scope) }
        let kinds = said.map(\.signal.kind)
        let seconds = said.map { survey.age(of: $0) }.max() ?? 0
        guard Set(kinds).count >= 2 || seconds >= Self.patienceSeconds else { return nil }
        let working = survey.whatsApp(scope).count(where: \.isWorking)
        var finding = Finding(
            .whatsAppSuspected, base: 0.2,
            "Every layer that can be checked without an account answers (\(working.of("check"))), but \(kinds.inSentence)"
                + "\(Self.duration(of: kinds, seconds)): WhatsApp seems ill behind its edge.",
            evidence: said.map { Evidence($0, weight: Weighing.weight(of: $0.signal.kind)) })
        finding.begin = said.map(\.since).min()
        return finding
    }

    /// Messages that wait in the operator's own database.
    private func delay(in survey: Survey, for scope: Scope) -> Finding? {
        let said = survey.signals(scope)
        let late = said.filter { $0.signal.kind == .deliveryDrop }
        guard !late.isEmpty, let slow = said.first(where: { $0.signal.kind == .databaseSlow }) else { return nil }
        var finding = Finding(
            .localHost, base: 0.4,
            "WhatsApp answers, and \(late.map(\.signal.kind).inSentence) while your own database is slow: that explains it.",
            evidence: [Evidence(slow, weight: Weighing.hostCause)] + late.map { Evidence($0, weight: 0) })
        finding.begin = late.map(\.since).min()
        return finding
    }

    /// For how long, where that is the reason: what one kind of signal alone says needs time.
    static func duration(of kinds: [Signal.Kind], _ seconds: Double) -> String {
        Set(kinds).count > 1 ? "" : ", for \(Int(min(seconds, 1e9)) / 60) min"
    }
}

extension Survey {
    /// What users and deliveries say, unless the operator's own database explains it.
    func sufferers(_ scope: Scope) -> [SignalBoard.Entry] {
        let said = signals(scope)
        let isSlow = said.contains { $0.signal.kind == .databaseSlow }
        return said.filter { $0.signal.kind == .reportSurge || $0.signal.kind == .deliveryDrop && !isSlow }
    }
}
