import Probing
import WhatsApp

/// Nobody can name WhatsApp's hosts, its name servers are silent, and the rest of Meta is gone with them.
struct MetaWideRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let failing = survey.failing(.consumer)
        let unnamed = failing.filter {
            $0.failureClass == .naming && $0.reason?.isDenial == false && !$0.isRefuted
        }
        guard !unnamed.isEmpty, unnamed.count * 2 >= failing.count, isGone(.chat, in: survey), isGone(.businessAPI, in: survey)
        else { return nil }
        let authorities = survey.readings.filter { $0.component == .dnsAuthority }
        // Servers that this host's own resolver cannot name are not silent for that.
        guard survey.nameServersAreGone || authorities.isEmpty && unnamed.allSatisfy(\.isUnnamedElsewhere) else { return nil }
        guard survey.networkWorked(whileAnyOf: unnamed),
            survey.controls(.site).contains(where: { survey.worked($0, whileAnyOf: unnamed) })
        else { return nil }
        let controls = survey.controls().filter(\.isKnown)
        return Finding(
            .metaWide, base: authorities.isEmpty ? 0.7 : 0.85,
            "No resolver can name WhatsApp's hosts (\(Evidence.reasons(of: unnamed)) on \(unnamed.count) of \(failing.count) failing "
                + "checks), its name servers are silent and the business API is gone too, while \(controls.count(where: \.isWorking)) "
                + "of \(controls.count) controls answer: all of Meta is down.",
            behind: failing + survey.failing(.business) + authorities.filter(\.isFailing),
            evidence: Evidence.failures(of: unnamed) + Evidence.failures(of: authorities.filter(\.isBroken))
                + Evidence.controls(of: survey, working: Weighing.control, broken: -Weighing.brokenControl))
    }

    /// Whether none of its checks works, though not all may be confirmed yet.
    private func isGone(_ component: Component, in survey: Survey) -> Bool {
        let known = survey.readings.filter { $0.component == component && $0.isKnown }
        return !known.isEmpty && known.allSatisfy(\.isBroken)
    }
}
