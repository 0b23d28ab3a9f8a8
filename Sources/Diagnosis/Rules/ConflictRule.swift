import WhatsApp

/// Something decisive fails and no other rule can say whose fault it is.
struct ConflictRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let failing = survey.failing(scope)
        let checks = survey.whatsApp(scope).count { $0.isKnown }
        let controls = survey.controls().filter(\.isKnown)
        let working = controls.count { $0.isWorking }
        let other =
            controls.isEmpty
            ? "no control has run beside them"
            : "\(working) of \(controls.count) controls answer"
        var finding = Finding(
            .unknown, confidence: 0.2,
            "\(failing.count) of \(checks) WhatsApp checks fail (\(Evidence.reasons(of: failing))) and \(other): the evidence does not "
                + "say whose fault it is.",
            evidence: Array(Evidence.failures(of: failing).prefix(Evidence.limit / 2)) + Evidence.controls(of: survey))
        finding.isConflict = true
        return finding
    }
}
