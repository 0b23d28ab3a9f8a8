import Probing
import WhatsApp

/// Nothing at all has answered for a while, neither WhatsApp nor at least three controls (or all there are).
struct LocalNetworkRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let distant = survey.readings.filter { $0.control != .gateway && $0.standing != .setAside }
        let known = distant.filter(\.isKnown)
        guard known.contains(where: \.isFailing) else { return nil }
        let lastReached = known.compactMap(\.history.lastReached).max() ?? -.infinity
        let tried = known.filter { ($0.history.latest?.at ?? -.infinity) > lastReached }
        let controls = tried.filter(\.isDistantControl)
        let expected = distant.count { $0.isDistantControl }
        guard expected > 0, controls.count >= min(3, expected), controls.count == known.count(where: \.isDistantControl) else {
            return nil
        }
        // Half of everything: all controls may well be probed in a row between two answers of WhatsApp.
        guard tried.count * 2 >= known.count else { return nil }
        // Whoever forges the names of neutral sites is there to do it; what this host forbids never left it.
        guard !controls.contains(where: { $0.reason == .dnsBogon || $0.failureClass == .host }) else { return nil }
        let layer = layer(in: survey, tried: tried)
        return Finding(
            .localNetwork, base: 0.7,
            "None of \(controls.count) controls and none of \(tried.count - controls.count) WhatsApp checks gets through: \(layer).",
            behind: tried,
            evidence: causes(in: survey).map { Evidence($0.kind, .local, $0.text, weight: Weighing.hostCause) }
                + Evidence.controls(of: survey, broken: Weighing.brokenControl) + Evidence.failures(of: tried))
    }

    /// What the host says of its own way out.
    private func causes(in survey: Survey) -> [HostSign] {
        survey.hostSigns.filter { $0.severity == .severe && $0.verdict == .localNetwork }
    }

    private func layer(in survey: Survey, tried: [Reading]) -> String {
        let gateways = survey.controls(.gateway).filter(\.isKnown)
        let reasons = Set(gateways.filter(\.isBroken).compactMap(\.reason))
        // A dead link takes the route with it: the link is the cause.
        if let link = causes(in: survey).first(where: { $0.kind == .interface }) { return link.text }
        if reasons.contains(.noRoute) { return "this host has no default route" }
        if let cause = causes(in: survey).first { return cause.text }
        if reasons.contains(.networkDown) || tried.allSatisfy({ $0.reason == .networkDown }) {
            return "its network interface is down"
        }
        if reasons.contains(.gatewaySilent) { return "the default gateway is silent" }
        if gateways.contains(where: \.isWorking) { return "the gateway answers, but nothing beyond it" }
        return "nothing beyond this host answers"
    }
}
