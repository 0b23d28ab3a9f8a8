import Probing
import WhatsApp

/// Something on the way answers in place of others, or leaves this path's addresses dead while others' work.
struct InterceptionRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let failing = survey.failing(scope)
        guard !failing.isEmpty else { return nil }
        return captive(failing, in: survey) ?? foreign(failing, in: survey, for: scope) ?? forged(failing, in: survey)
            ?? steered(failing, in: survey, for: scope) ?? cut(failing, in: survey)
    }

    /// Neutral sites are answered for as well.
    private func captive(_ failing: [Reading], in survey: Survey) -> Finding? {
        let sites = survey.controls(.site).filter(\.isKnown)
        let hasAddress = survey.controls(.address).contains { survey.worked($0, whileAnyOf: failing) }
        let answered = sites.filter { $0.failureClass == .foreign || $0.reason == .dnsBogon && !hasAddress }
        guard !answered.isEmpty, !sites.contains(where: { survey.worked($0, whileAnyOf: failing) }) else { return nil }
        return Finding(
            .blockedOrIntercepted, base: 0.85,
            "Something on this network answers in place of others: \(answered.count) of \(sites.count.of("neutral site")) and "
                + "\(failing.count.of("WhatsApp check")) (\(Evidence.reasons(of: answered + failing))): a captive portal, or a proxy that "
                + "opens TLS.",
            behind: failing,
            evidence: Evidence.failures(of: answered) + Evidence.failures(of: failing) + Evidence.controls(of: survey))
    }

    /// Whoever answers for WhatsApp is not WhatsApp.
    private func foreign(_ failing: [Reading], in survey: Survey, for scope: Scope) -> Finding? {
        let foreign = failing.filter { $0.failureClass == .foreign }
        guard !foreign.isEmpty else { return nil }
        let known = survey.whatsApp(scope).count { $0.isKnown }
        return Finding(
            .blockedOrIntercepted, base: foreign.count > 1 ? 0.85 : 0.7,
            "Somebody else answers in WhatsApp's place on \(foreign.count) of \(known) checks (\(Evidence.reasons(of: foreign))); "
                + controlsAnswer(in: survey) + ".",
            behind: foreign,
            evidence: Evidence.failures(of: foreign, refuting: Weighing.opinion) + Evidence.controls(of: survey))
    }

    /// Every resolver that can be reached denies WhatsApp's names, or this host's does and their addresses are dead besides.
    private func forged(_ failing: [Reading], in survey: Survey) -> Finding? {
        let forged = failing.filter { reading in
            guard reading.reason?.isDenial == true, let opposing = reading.opposingFailure else { return false }
            return opposing.isDenial || opposing.failureClass != .naming
        }
        guard !forged.isEmpty, survey.networkWorked(whileAnyOf: forged) else { return nil }
        return Finding(
            .blockedOrIntercepted, base: 0.7,
            "WhatsApp's names are denied from here (\(Evidence.reasons(of: forged)) on \(forged.count.of("check"))), and another resolver's "
                + "answers lead no further; " + controlsAnswer(in: survey) + ".",
            behind: forged, evidence: Evidence.failures(of: forged) + Evidence.controls(of: survey))
    }

    /// All addresses this host is given are dead, those another resolver gives are not.
    private func steered(_ failing: [Reading], in survey: Survey, for scope: Scope) -> Finding? {
        let decisive = survey.whatsApp(scope).filter { $0.component?.isDecisive == true }
        let broken = decisive.filter(\.isBroken)
        let refuted = broken.filter(\.isRefuted)
        guard !refuted.isEmpty, !decisive.contains(where: \.isWorking) else { return nil }
        guard refuted.count * 2 >= broken.count, refuted.allSatisfy({ $0.reason?.mayBeFilter == true }) else { return nil }
        return Finding(
            .blockedOrIntercepted, base: 0.7,
            "Nothing answers at the addresses this host is given for WhatsApp (\(Evidence.reasons(of: refuted)) on \(broken.count) "
                + "checks), while those another resolver gives work for \(refuted.count).",
            behind: broken,
            evidence: Evidence.failures(of: refuted, refuting: Weighing.opinion) + Evidence.controls(of: survey))
    }

    /// A single component's conversations are cut off by resets, while the others', in the same network, go on.
    ///
    /// What is ill itself rather refuses, keeps silent or answers with errors; a filter that knows a name resets. One
    /// vantage point cannot be sure of it, and the sentence says so.
    private func cut(_ failing: [Reading], in survey: Survey) -> Finding? {
        let components = Set(failing.compactMap(\.component))
        guard let component = components.first, components.count == 1, survey.status(of: component) == .down,
            failing.allSatisfy({ $0.reason == .connectionReset && !$0.isRefuted }), survey.networkWorked(whileAnyOf: failing)
        else { return nil }
        let others = survey.readings.filter { $0.component != component && $0.component?.isDecisive == true }
        let answering = others.filter { survey.worked($0, whileAnyOf: failing) }
        let networks = Set(failing.compactMap(\.network))
        guard !others.contains(where: \.isFailing), answering.contains(where: { $0.network.map(networks.contains) ?? false })
        else { return nil }
        let well = Component.allCases.filter { other in answering.contains { $0.component == other } }
        return Finding(
            .blockedOrIntercepted, base: 0.4,
            "\([component].wordsAtStart) is cut off by resets (\(failing.count.of("check")): \(Evidence.reasons(of: failing))), while "
                + "\(well.words) \(well.count == 1 ? "answers" : "answer") from the same network, and \(controlsAnswer(in: survey)): a "
                + "filter on the way does that, though it may be WhatsApp's own doing.",
            behind: failing, evidence: Evidence.failures(of: failing) + Evidence.controls(of: survey))
    }

    private func controlsAnswer(in survey: Survey) -> String {
        let controls = survey.controls().filter(\.isKnown)
        return "\(controls.count { !$0.isBroken }) of \(controls.count) controls answer"
    }
}
