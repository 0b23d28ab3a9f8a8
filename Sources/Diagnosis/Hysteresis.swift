/// How much must be seen before a conclusion changes.
package struct Hysteresis: Sendable, Equatable {
    /// A target fails once this many of its last ``window`` probes failed.
    package var failures = 2
    /// At most 8.
    package var window = 3
    /// A failing target works again after this many successes in a row.
    package var successes = 2
    /// A result older than this many intervals says nothing any more.
    package var staleIntervals = 3.0
    /// How long another verdict must stay due before it replaces one that names trouble.
    package var settlingSeconds = 15.0
    /// How many intervals a verdict outlives evidence that contradicts itself.
    package var patienceIntervals = 2.0
    /// How far apart two results may lie and still count as of the same time.
    package var slackSeconds = 0.0

    /// For probes that go on: at most two intervals from a hard fault to its verdict.
    package static let standard = Hysteresis()

    /// For a single round of probes: each result counts as it is, and all are of the same time.
    package static let immediate = Hysteresis(
        failures: 1, window: 1, successes: 1, settlingSeconds: 0, patienceIntervals: 0, slackSeconds: .infinity)
}
