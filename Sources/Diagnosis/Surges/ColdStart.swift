/// What holds until a day is known: so many more than in the last hours that no morning explains it.
enum ColdStart {
    /// Two in a window are taken for normal before anything is known.
    static let priorPerHour = 12.0
    /// Four times as many reports as otherwise are needed.
    private static let timesLeast = 4
    private static let harmlessRatio = 3.0
    /// ln 1/1000.
    private static let logHarmlessOdds = -6.9
    private static let dispersion = 0.1

    static func test(hourly: Double, leastReports: Int) -> SurgeTest {
        let normal = NegativeBinomial(mean: hourly / 6, dispersion: dispersion)
        return SurgeTest(
            normal: normal, harmless: harmlessRatio * normal.mean, logHarmlessOdds: logHarmlessOdds,
            leastReports: min(leastReports, 1_000_000) * timesLeast)
    }
}
