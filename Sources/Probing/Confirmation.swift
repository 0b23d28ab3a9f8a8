/// When to probe once more out of turn: soon after a failure that came as a surprise.
///
/// With it three failures in a row fit into two intervals, so that a check can ask for three and still name a hard fault
/// in time. Only the first failure of a check that worked, or was never proven, is confirmed: what goes on failing is
/// probed at its regular rhythm.
package struct Confirmation: Sendable, Equatable {
    /// As many successes in a row make a failure a surprise again.
    private static let successesToTrust = 2
    private static let longestDelay: Duration = .seconds(30)

    /// From the failed probe's beginning to the confirming one's: half the interval, at most 30 s.
    package let delay: Duration
    private var successesInRow = Self.successesToTrust

    package init(every interval: Duration) {
        delay = min(interval / 2, Self.longestDelay)
    }

    /// Takes in a probe's result, the confirming ones' too.
    /// - Returns: whether a confirming probe should follow.
    package mutating func isDue(afterSuccess isSuccess: Bool) -> Bool {
        defer { successesInRow = isSuccess ? min(successesInRow + 1, Self.successesToTrust) : 0 }
        return !isSuccess && successesInRow >= Self.successesToTrust
    }
}
