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
            .unknown, base: 0.2,
            "\(failing.count) of \(checks) WhatsApp checks fail (\(Evidence.reasons(of: failing))) and \(other): the evidence does not "
                + "say whose fault it is.",
            behind: failing,
            evidence: Evidence.controls(of: survey) + Array(Evidence.failures(of: failing, weight: 0).prefix(Evidence.limit / 2)))
        finding.isConflict = true
        return finding
    }
}
