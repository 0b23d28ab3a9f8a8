import Posix
import Probing

/// One probe under way: how long it has taken, and what it has learnt.
struct Trip {
    /// Seconds after the scenario's start.
    let begin: Double
    /// Seconds it may take.
    let allowance: Double
    var outcome = ProbeOutcome()
    private(set) var elapsed = 0.0

    init(begin: Double, allowance: Double) {
        self.begin = begin
        self.allowance = allowance
    }

    var now: Double { begin + elapsed }

    /// Spends time on a phase.
    /// - Throws: the reason given when there is not so much left.
    mutating func spend(_ seconds: Double, on phase: Phase, orElse reason: FailureReason) throws(ProbeFailure) {
        let left = allowance - elapsed
        guard seconds < left else { throw timedOut(reason) }
        elapsed += max(0, seconds)
        outcome.phases[phase] = (outcome.phases[phase] ?? .zero) + .seconds(seconds)
    }

    /// Waits without an answer.
    mutating func wait(_ seconds: Double) {
        elapsed = min(allowance, elapsed + seconds)
    }

    /// Waits in vain until the time is up.
    mutating func timedOut(_ reason: FailureReason) -> ProbeFailure {
        elapsed = allowance
        return ProbeFailure(reason, "no answer in time")
    }
}
