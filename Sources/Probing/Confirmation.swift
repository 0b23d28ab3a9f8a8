/// When to probe once more out of turn, and whom: soon after a failure that came as a surprise.
///
/// With it three failures in a row fit into two intervals, so that a check can ask for three and still name a hard fault
/// in time. Only the first failure of a check that worked, or was never proven, is confirmed: what goes on failing is
/// probed at its regular rhythm.
package struct Confirmation: Sendable, Equatable {
    /// Who makes the confirming probe.
    package enum Confirmer: Sendable, Equatable {
        case itself
        /// Another check of the same host: what it finds stands for the host, and its own last result is out of date besides.
        case sibling
    }

    /// As many successes in a row make a failure a surprise again.
    private static let successesToTrust = 2
    private static let longestDelay: Duration = .seconds(30)

    /// From the failed probe's beginning to the confirming one's: half the interval, at most 30 s.
    package let delay: Duration
    private let turns: [Confirmer]
    private var successesInRow = Self.successesToTrust
    private var failuresInRow = 0

    /// - Parameter hasSibling: whether there is another check to confirm the first failure; the second one is then for this
    ///   check itself to confirm, for it may well be the only one that fails.
    package init(every interval: Duration, hasSibling: Bool = false) {
        delay = min(interval / 2, Self.longestDelay)
        turns = hasSibling ? [.sibling, .itself] : [.itself]
    }

    /// Takes in a probe's result, that of its own confirming ones too.
    /// - Returns: who should make a confirming probe; `nil` when none should follow.
    package mutating func next(afterSuccess isSuccess: Bool) -> Confirmer? {
        if isSuccess {
            successesInRow = min(successesInRow + 1, Self.successesToTrust)
            failuresInRow = 0
            return nil
        }
        // A surprise is confirmed from its first failure on; what is none waits until it is trusted again.
        if failuresInRow == 0, successesInRow < Self.successesToTrust { failuresInRow = turns.count }
        defer {
            successesInRow = 0
            failuresInRow = min(failuresInRow + 1, turns.count)
        }
        return failuresInRow < turns.count ? turns[failuresInRow] : nil
    }

    /// The check that can confirm another's first failure; `nil` when none but itself can.
    ///
    /// It is the most frequent of those of the same host that are probed less often, yet often enough for a success
    /// of before the failure to speak against it.
    /// - Parameter checks: hosts, "" for none, and intervals.
    package static func sibling(of place: Int, among checks: [(host: String, interval: Duration)]) -> Int? {
        let own = checks[place]
        guard !own.host.isEmpty else { return nil }
        return checks.indices.filter { other in
            checks[other].host == own.host && checks[other].interval > own.interval && checks[other].interval <= own.interval * 2
        }.min { checks[$0].interval < checks[$1].interval }
    }
}
