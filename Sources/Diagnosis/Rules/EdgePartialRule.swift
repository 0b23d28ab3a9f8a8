import Probing
import WhatsApp
import Wire

/// Part of a component fails while its other checks, or another resolver's address for it, work.
struct EdgePartialRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let checks = survey.whatsApp(scope)
        let partial = survey.failing(scope).filter { reading in
            checks.contains { check in
                (check.component == reading.component || reading.isRefuted && check.component?.isDecisive == true)
                    && survey.worked(check, while: reading)
            }
        }
        guard !partial.isEmpty else { return nil }
        let components = Component.allCases.filter { component in partial.contains { $0.component == component } }
        let places = Set(partial.map(place)).sorted().prefix(4).joined(separator: ", ")
        let known = checks.count { check in check.isKnown && check.component.map(components.contains) == true }
        return Finding(
            .edgePartial, confidence: 0.75,
            "Part of \(components.words) fails at \(places) (\(partial.count) of \(known.of("check")): "
                + "\(Evidence.reasons(of: partial))), while the rest answers.",
            evidence: Evidence.failures(of: partial) + Evidence.controls(of: survey))
    }

    /// The edge's network, which is what identifies it, or the target where no address is known.
    private func place(of reading: Reading) -> String {
        switch reading.history.lastFailure?.address {
        case .some(let address) where address.family == .ip4: "\(address.prefix(bits: 24))/24"
        case .some(let address): "\(address.prefix(bits: 48))/48"
        case nil: reading.target.name
        }
    }
}
