import WhatsApp

/// Nothing decisive fails: all is well as far as can be seen, or too little has been seen.
struct QuietRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        guard survey.failing(scope).isEmpty else { return nil }
        let checks = survey.whatsApp(scope).filter { $0.standing != .setAside }
        guard !checks.isEmpty else {
            return Finding(.unknown, base: 0, "No check of the \(scope.rawValue) side is configured.", evidence: [])
        }
        let missing = Component.allCases.filter { component in
            component.isDecisive && survey.status(of: component) == .unknown && checks.contains { $0.component == component }
        }
        let seen = checks.count { $0.isKnown }
        let coverage = Evidence(.coverage, .local, "\(seen) of \(checks.count) checks have run of late")
        guard missing.isEmpty, seen > 0 else {
            return Finding(
                .unknown, base: 0, "\(seen) of \(checks.count) checks have run of late.",
                evidence: [coverage] + Evidence.failures(of: checks.filter(\.isBroken), weight: 0))
        }
        return well(checks, seen: seen, coverage: coverage, in: survey, for: scope)
    }

    private func well(_ checks: [Reading], seen: Int, coverage: Evidence, in survey: Survey, for scope: Scope) -> Finding {
        let failing = checks.filter(\.isFailing)
        let signals = survey.signals(scope).filter { $0.signal.kind.evidenceSide == .whatsapp }
        let controls = survey.controls().filter(\.isKnown)
        let sentence: String
        if !signals.isEmpty {
            sentence =
                "Every layer that can be checked without an account answers (\(seen) checks), but "
                + "\(signals.map(\.signal.kind).inSentence): too little yet to suspect WhatsApp."
        } else if survey.signals(scope).contains(where: { $0.signal.kind == .requestsLimited }) {
            sentence =
                "Every layer that can be checked without an account answers (\(seen) checks), but "
                + "\(Signal.Kind.requestsLimited.words): they are too many, or its limit is set wrongly."
        } else if !failing.isEmpty {
            let parts = Component.allCases.filter { component in failing.contains { $0.component == component } }
            sentence =
                "What clients need answers (\(seen - failing.count) of \(seen) checks), but not "
                + "\(parts.words); that does not prove message delivery."
        } else if !controls.isEmpty, controls.allSatisfy(\.isBroken) {
            sentence =
                "WhatsApp answers (\(seen) of \(seen) checks), though none of \(controls.count) controls does; that does not prove "
                + "message delivery."
        } else {
            sentence =
                "Every layer that can be checked without an account answers (\(seen) checks); that does not prove message delivery."
        }
        let absent = survey.readings.filter { $0.standing == .setAside }
        let family =
            absent.isEmpty
            ? []
            : [
                Evidence(
                    .family, .local,
                    "\(absent.count.of("check")) over an address family this host or the peer lacks (\(Evidence.reasons(of: absent)))"
                )
            ]
        return Finding(
            .ok, base: 0.9, sentence,
            evidence: [coverage] + family + Evidence.failures(of: failing, weight: -2 * Weighing.failure)
                + Evidence.failures(of: checks.filter { $0.isBroken && !$0.isFailing }, weight: 0) + Evidence.controls(of: survey)
        )
    }
}
