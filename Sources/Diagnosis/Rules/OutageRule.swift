import Probing
import WhatsApp

/// A decisive part of WhatsApp is down while the network works.
///
/// One part is enough, and the sentence names it: media alone was an outage (2019-07-03), and so was web (2025-09). The
/// alternate chat edge, links and name servers alone are none. Where all that is seen is silence, one vantage point
/// cannot tell an outage from a block: the sentence says so, and the confidence is lower. A part that merely answers
/// otherwise than a healthy one is known to gives `unknown`: it may be ill, or may have been changed.
struct OutageRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let down = Component.allCases.filter {
            $0.isDecisive && $0.scopes.contains(scope) && survey.status(of: $0) == .down
        }
        let failing = survey.failing(scope).filter { reading in
            reading.component.map(down.contains) == true && !reading.isRefuted && isTheirs(reading, in: survey)
        }
        let out = down.filter { component in failing.contains { $0.component == component } }
        guard !out.isEmpty, survey.networkWorked(whileAnyOf: failing) else { return nil }
        let evidence =
            Evidence.failures(of: failing, agreeing: Weighing.control)
            + Evidence.controls(of: survey, working: Weighing.control, broken: -Weighing.brokenControl)
        if failing.allSatisfy({ $0.failureClass == .surprise }), out.count == 1 {
            return Finding(
                .unknown, base: 0.4,
                "\(out.wordsAtStart) answers, but not as a healthy one is known to (\(Evidence.reasons(of: failing)) on "
                    + "\(failing.count.of("check"))): it may be ill, or changed.",
                behind: failing, evidence: evidence)
        }
        let answering = Component.allCases.filter { component in
            component.isDecisive && component.scopes.contains(scope)
                && survey.readings.contains { $0.component == component && survey.worked($0, whileAnyOf: failing) }
        }
        let isSilent = failing.allSatisfy { $0.failureClass == .naming || $0.reason?.mayBeFilter == true }
        return Finding(
            .whatsAppOutage, base: isSilent ? 0.3 : 0.7, sentence(out, failing, answering, isSilent: isSilent, in: survey),
            behind: failing, evidence: evidence)
    }

    private func sentence(
        _ out: [Component], _ failing: [Reading], _ answering: [Component], isSilent: Bool, in survey: Survey
    ) -> String {
        let controls = survey.controls().filter(\.isKnown)
        let reasons = "\(failing.count.of("check")): \(Evidence.reasons(of: failing))"
        let well = "\(controls.count(where: \.isWorking)) of \(controls.count) controls answer"
        let doubt = isSilent ? ", or your network blocks it" : ""
        guard !answering.isEmpty || out == [.businessAPI] else {
            return "WhatsApp fails (\(reasons)) while \(well): it is down\(doubt)."
        }
        let verb = out.count == 1 ? "is" : "are"
        let rest = answering.isEmpty ? "" : "\(answering.words) \(answering.count == 1 ? "answers" : "answer"), and "
        return "\(out.wordsAtStart) \(verb) failing (\(reasons)), while \(rest)\(well): it is WhatsApp\(doubt)."
    }

    /// Whether a failure can be WhatsApp's own; names are, once nobody else can resolve them either.
    private func isTheirs(_ reading: Reading, in survey: Survey) -> Bool {
        switch reading.failureClass {
        case .naming:
            reading.reason?.isDenial == false
                && (reading.isUnnamedElsewhere || survey.status(of: .dnsAuthority) == .down && survey.nameServersAreGone)
        case .date:
            survey.controls(.site).contains { survey.worked($0, while: reading) && !LocalClockRule.isOff($0.history.latest) }
        case .host, .foreign: false
        case .reach, .service, .surprise, nil: true
        }
    }
}
