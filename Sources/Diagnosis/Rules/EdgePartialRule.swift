import WhatsApp

/// Part of a component fails while its other checks, or another resolver's address for it, work.
struct EdgePartialRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let checks = survey.whatsApp(scope)
        let partial = survey.failing(scope).filter { reading in
            checks.contains { check in
                (check.component == reading.component || reading.isRefuted && check.component?.isDecisive == true)
                    && survey.worked(check, while: reading) && isTold(by: check, of: reading, in: survey)
            }
        }
        // Who succeeded last is on its way back: no reason to accuse anybody anew.
        guard partial.contains(where: { $0.standing == .failing }) else { return nil }
        let components = Component.allCases.filter { component in partial.contains { $0.component == component } }
        let places = Set(partial.map { $0.edge ?? $0.target.name }).sorted().prefix(4).joined(separator: ", ")
        let known = checks.count { check in check.isKnown && check.component.map(components.contains) == true }
        return Finding(
            .edgePartial, base: 0.6,
            "Part of \(components.words) fails at \(places) (\(partial.count) of \(known.of("check")): "
                + "\(Evidence.reasons(of: partial))), while the rest answers.",
            behind: partial,
            evidence: Evidence.failures(of: partial)
                + Evidence.controls(of: survey, working: Weighing.control, broken: -Weighing.brokenControl))
    }

    /// Whether a success speaks against a failure to resolve: a remembered answer proves nothing of the resolver.
    private func isTold(by check: Reading, of failing: Reading, in survey: Survey) -> Bool {
        guard failing.failureClass == .naming, check.target.usesSystemResolver else { return true }
        return survey.resolved(check, since: failing)
    }
}
