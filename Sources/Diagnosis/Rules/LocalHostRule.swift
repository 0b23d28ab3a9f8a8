import Probing
import WhatsApp

/// This host is out of descriptors, ports or memory, or a rule of its own forbids the traffic.
struct LocalHostRule: Rule {
    func finding(in survey: Survey, for scope: Scope) -> Finding? {
        let relevant = survey.whatsApp(scope) + survey.controls()
        let broken = relevant.filter { $0.isBroken && $0.failureClass == .host }
        guard broken.count >= 2, broken.count * 2 >= relevant.count(where: \.isFailing) else { return nil }
        // What concerns the whole host is confirmed by any of its checks.
        guard survey.readings.contains(where: { $0.isFailing && $0.failureClass == .host }) else { return nil }
        guard broken.contains(where: { $0.component != nil }) else { return nil }
        let isFull = broken.count { $0.reason == .localResources } * 2 >= broken.count
        let known = relevant.count { $0.isKnown }
        let signs = survey.hostSigns.filter { sign in
            sign.severity == .severe && broken.contains { $0.reason.map(sign.canCause) ?? false }
        }
        let cause =
            signs.first?.text
            ?? (isFull ? "it is out of descriptors, ports or memory" : "a rule of its own firewall forbids them")
        return Finding(
            .localHost, base: 0.85, "This host stops \(broken.count) of \(known) checks itself: \(cause).", behind: broken,
            evidence: signs.map { Evidence($0.kind, .local, $0.text, weight: Weighing.hostCause) } + Evidence.failures(of: broken)
                + Evidence.controls(of: survey))
    }
}
