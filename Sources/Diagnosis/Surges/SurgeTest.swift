/// Whether so many reports in a window are a surge: by how much better that explains them than chance does, or a holiday.
///
/// The same ratio of likelihoods is asked for at all rates: of all tests with as many false surges, none finds more (Neyman and
/// Pearson, 1933).
struct SurgeTest {
    /// What to expect in the window, and how far that can be relied on.
    var normal: NegativeBinomial
    /// So many are no surge yet: a holiday may bring them.
    var harmless: Double
    /// How likely it is that one has begun since what is normal was learnt: the logarithm of the probability.
    var logHarmlessOdds: Double
    var leastReports: Int

    /// A surge brings so many times the usual, and so many times what is harmless.
    private static let (leastRise, leastOverHarmless) = (5.0, 1.8)
    /// ln 4400: so many times as likely must they be in a surge. Set by simulation (`SurgeBenchmark`).
    private static let leastEvidence = 8.39
    /// What chance makes of one window in a hundred keeps a surge going.
    private static let raisedScore = 2.0

    /// - Parameter fullest: the most sources in a stretch of the time a surge must last, and which part of the window that is.
    func isSurge(_ window: SourceWindow, lasting fullest: (count: Int, share: Double)) -> Bool {
        let count = window.count
        return count >= leastReports && evidence(count) >= Self.leastEvidence
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

    /// How much likelier a surge makes so many than the likeliest of all else does: the logarithm of the ratio.
    private func evidence(_ count: Int) -> Double {
        func logLikelihood(mean: Double) -> Double {
            NegativeBinomial(mean: mean, dispersion: normal.dispersion).logLikelihood(of: count)
        }
        let surge = logLikelihood(mean: max(Self.leastRise * normal.mean, Self.leastOverHarmless * harmless))
        return surge - max(normal.logLikelihood(of: count), logLikelihood(mean: harmless) + logHarmlessOdds)
    }
}
