/// Whether so many reports in a window are a surge, by what is normal for it.
struct SurgeTest {
    /// What to expect in the window, and how far that can be relied on.
    var normal: NegativeBinomial
    /// So many are no surge yet: a holiday may bring them.
    var harmless: Double
    var leastReports: Int

    /// One window in 100,000; a year has 52,560 that do not overlap.
    private static let clearScore = 5.0
    /// Beyond what is harmless, too, and not just by chance.
    private static let harmlessScore = 1.5
    private static let harmlessDispersion = 0.01
    private static let raisedScore = 2.0

    /// - Parameter fullest: the most sources in a stretch of the time a surge must last, and which part of the window that is.
    func isSurge(_ window: SourceWindow, lasting fullest: (count: Int, share: Double)) -> Bool {
        let count = window.count
        guard count >= leastReports, normal.score(atLeast: count) >= Self.clearScore else { return false }
        let holiday = NegativeBinomial(mean: harmless, dispersion: Self.harmlessDispersion)
        return holiday.score(atLeast: count) >= Self.harmlessScore
            && isRaised(count - fullest.count, share: 1 - fullest.share)
    }

    /// Whether there are more than there should be, if not enough to call it a surge.
    func isRaised(_ window: SourceWindow) -> Bool {
        window.count * 2 >= leastReports && isRaised(window.count, share: 1)
            && normal.score(atLeast: window.count) >= Self.raisedScore
    }

    private func isRaised(_ count: Int, share: Double) -> Bool {
        count > 1 && Double(count) >= (normal.mean + harmless) / 2 * share
    }
}
