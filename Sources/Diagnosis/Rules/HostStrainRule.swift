import WhatsApp

/// This host or its line is in a state that explains the failures.
///
/// Only while the controls suffer from it as well, or, asked last, while nothing else explains the failures: a host that
/// happens to be busy during an outage is no cause of it.
struct HostStrainRule: Rule {
    /// Whether the controls must suffer too.
    let asksControls: Bool

    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let failing = survey.failing(scope)
        guard !failing.isEmpty else { return nil }
        for sign in survey.hostSigns where sign.severity == .severe {
            let explained = failing.filter { $0.reason.map(sign.canCause) ?? false }
            let controls = survey.controls().filter(\.isKnown)
            let suffering = controls.filter { $0.isBroken && ($0.reason.map(sign.canCause) ?? false) }
            let isShared = suffering.count >= 2 && suffering.count * 3 >= controls.count
            guard !explained.isEmpty, explained.count * 2 >= failing.count else { continue }
            guard isShared || !asksControls && !survey.networkWorked(whileAnyOf: failing) else { continue }
            return Finding(
                sign.verdict, base: isShared ? 0.6 : 0.3,
                "\(failing.count.of("WhatsApp check")) (\(Evidence.reasons(of: failing))) and \(suffering.count) of "
                    + "\(controls.count.of("control")) fail, and this host can be why: \(sign.text).",
                behind: failing,
                evidence: [Evidence(sign.kind, .local, sign.text, weight: Weighing.hostCause)]
                    + Evidence.controls(of: survey, working: -Weighing.control, broken: Weighing.brokenControl)
                    + Evidence.failures(of: explained, weight: 0))
        }
        return nil
    }
}
