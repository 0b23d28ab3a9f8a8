/// Keeps a scope's verdict from flapping.
///
/// Out of `ok` and `unknown` a verdict changes at once: every target's own hysteresis stands behind it already. A
/// verdict that names trouble is replaced once another has been due for a while. Another trouble must show itself meanwhile by
/// a failure of its own: when a trouble ends, what has not been probed since is evidence of nothing else. Evidence that
/// contradicts itself gets more time still, because it does so for a moment whenever something begins or ends.
struct VerdictHold: Sendable {
    private(set) var inForce: Finding
    private(set) var since: Double
    private var candidate: (verdict: Verdict, since: Double)?

    init(_ finding: Finding, at time: Double) {
        inForce = finding
        since = time
    }

    /// Whether another verdict waits to come into force.
    var isSettling: Bool { candidate != nil }

    mutating func take(_ finding: Finding, at time: Double, settlingSeconds: Double, patienceSeconds: Double) {
        // The clock may have been put back.
        since = min(since, time)
        guard finding.verdict != inForce.verdict else {
            inForce = finding
            candidate = nil
            return
        }
        let namesTrouble = inForce.verdict != .ok && inForce.verdict != .unknown
        let wait = finding.isConflict ? patienceSeconds : namesTrouble ? settlingSeconds : 0
        let start = candidate.flatMap { $0.verdict == finding.verdict && $0.since <= time ? $0.since : nil } ?? time
        // A single round of probes has no meanwhile.
        let isShown = !namesTrouble || settlingSeconds == 0 || finding.lastFailureAt.map { $0 >= start } ?? true
        if time - start >= wait, isShown {
            inForce = finding
            since = time
            candidate = nil
        } else {
            candidate = (finding.verdict, start)
        }
    }
}
