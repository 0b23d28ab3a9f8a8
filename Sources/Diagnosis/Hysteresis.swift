/// How much must be seen before a conclusion changes.
///
/// Half a per cent of probes lost at random must give no verdict in a week, a hard fault one within two intervals, and half
/// of all connections lost must still be found: three failures in a row, and alike, do the first two (with a confirming probe between
/// the intervals), five of eight the last.
package struct Hysteresis: Sendable, Equatable {
    /// A working check fails after this many failures of one class in a row, and after one more of whatever classes.
    package var failuresInRow = 3
    /// It fails, too, once this many of its last 8 probes failed since it last recovered.
    package var failuresOfEight = 5
    /// A check never seen to work fails after this many, likewise.
    package var failuresUnproven = 2
    /// A failing check works again after this many successes in a row; after twice as many when it had failed, recovered and
    /// failed again within ``relapseIntervals``.
    package var successesInRow = 2
    /// A check that fails again this many intervals after it recovered, or sooner, comes and goes.
    package var relapseIntervals = 10.0
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
        failuresInRow: 1, failuresOfEight: 1, failuresUnproven: 1, successesInRow: 1, relapseIntervals: 0, settlingSeconds: 0,
        patienceIntervals: 0, slackSeconds: .infinity)
}
