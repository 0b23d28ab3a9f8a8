/// What holds until a day is known: so many more than in the last hours that no morning explains it.
enum ColdStart {
    /// Two in a window are taken for normal before anything is known.
    static let priorPerHour = 12.0
    private static let timesLeast = 4
    private static let harmlessRatio = 4.0
    private static let dispersion = 0.1

    static func test(hourly: Double, leastReports: Int) -> SurgeTest {
        let normal = NegativeBinomial(mean: hourly / 6, dispersion: dispersion)
        return SurgeTest(
            normal: normal, harmless: harmlessRatio * normal.mean, leastReports: min(leastReports, 1_000_000) * timesLeast)
    }
}
