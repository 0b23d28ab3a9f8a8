import Probing
import WhatsApp

/// This host or its line is in a state that explains the failures.
///
/// Only while the controls suffer from it as well (few will do if all began together), or, asked last, while nothing else explains the failures: a host that
/// happens to be busy during an outage is no cause of it. Such states let one probe through and not the next: what failed
/// a moment ago counts as much as what fails now, and the host's trouble is everybody's, whichever scope shows it.
struct HostStrainRule: Rule {
    /// Whether the controls must suffer too.
    let asksControls: Bool

    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let failing = asksControls ? survey.broken() : survey.failing(scope)
        guard !failing.isEmpty else { return nil }
        let controls = survey.controls().filter(\.isKnown)
        for strain in survey.strains {
            let sign = strain.sign
            let explained = failing.filter { strain.explains($0.history.lastFailure) }
            guard !explained.isEmpty, explained.count * 2 >= failing.count else { continue }
            let suffering = controls.filter { suffers($0, from: strain, in: survey) }
            let isShared = suffering.count >= 2 && (suffering.count * 3 >= controls.count || strain.beganWith(explained))
            guard isShared || !asksControls && !survey.networkWorked(whileAnyOf: failing) else { continue }
            return Finding(
                sign.verdict, base: isShared ? 0.6 : 0.3,
                "\(failing.count.of("WhatsApp check")) (\(Evidence.reasons(of: failing))) and, of late, \(suffering.count) of "
                    + "\(controls.count.of("control")) fail, and this host can be why: \(sign.text).",
                behind: failing,
                evidence: [Evidence(sign.kind, .local, sign.text, weight: Weighing.hostCause)]
                    + Evidence.controls(of: survey, working: -Weighing.control, broken: Weighing.brokenControl)
                    + Evidence.failures(of: explained, weight: 0))
        }
        return nil
    }

    private func suffers(_ control: Reading, from strain: Strain, in survey: Survey) -> Bool {
        guard let failure = survey.recentFailure(of: control), strain.explains(failure) else { return false }
        // A resolver that is silent makes all it is asked for fail, and is no witness against this host.
        return !(failure.failure == .dnsTimeout && control.target.usesSystemResolver)
    }
}
