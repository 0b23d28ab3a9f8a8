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
        let (layer, confidence) = layer(in: survey, tried: tried)
        return Finding(
            .localNetwork, confidence: confidence,
            "None of \(controls.count) controls and none of \(tried.count - controls.count) WhatsApp checks gets through: \(layer).",
            evidence: Evidence.failures(of: survey.controls(.gateway).filter(\.isBroken)) + Evidence.controls(of: survey)
                + Evidence.failures(of: tried))
    }

    private func layer(in survey: Survey, tried: [Reading]) -> (String, Double) {
        let gateways = survey.controls(.gateway).filter(\.isKnown)
        let reasons = Set(gateways.filter(\.isBroken).compactMap(\.reason))
        if reasons.contains(.noRoute) { return ("this host has no default route", 0.95) }
        if reasons.contains(.networkDown) || tried.allSatisfy({ $0.reason == .networkDown }) {
            return ("its network interface is down", 0.95)
        }
        if reasons.contains(.gatewaySilent) { return ("the default gateway is silent", 0.95) }
        if gateways.contains(where: \.isWorking) { return ("the gateway answers, but nothing beyond it", 0.9) }
        return ("nothing beyond this host answers", 0.85)
    }
}
