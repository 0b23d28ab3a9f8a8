/// How many of a component's probes fail normally, by hour of the week, and how far the last ones are from that.
struct FailureBaseline: Sendable {
    /// Fewer recent probes than this give no score.
    private static let leastRecent = 16
    /// Scores take no component for steadier than this: 5 failures among 64 probes reach a score of 4.
    private static let leastRatio = 0.02
    private static let anomalousScore = 4.0
    private static let longestGapSeconds = 3600.0

    private var table = SeasonTable(.shares)
    private var pace = LearningPace()
    /// The last 64 probes, the newest in the lowest bit; 1 for a failure.
    private var recent: UInt64 = 0
    private var recentCount = 0

    init() {}

    mutating func observe(failed: Bool, at time: Double) {
        guard let hour = Bucket.number(at: time, widthSeconds: 3600) else { return }
        if let last = pace.last, (time - last).magnitude > Self.longestGapSeconds { (recent, recentCount) = (0, 0) }
        recent = recent << 1 | (failed ? 1 : 0)
        recentCount = min(recentCount + 1, 64)
        let isAnomalous = score(hour: hour).map { $0 >= Self.anomalousScore } ?? false
        let (hours, caution) = pace.step(to: time, isAnomalous: isAnomalous)
        table.learn(failed ? 1 : 0, hour: hour, hours: hours, caution: caution)
    }

    /// The share of failed probes to expect at a time; `nil` while too little is known.
    func expectation(at time: Double) -> (ratio: Double, basis: BaselineBasis)? {
        Bucket.number(at: time, widthSeconds: 3600).flatMap { table.expected(hour: $0) }
            .map { (min(max(Double($0.cell.location), 0), 1), $0.basis) }
    }

    /// How many standard deviations of a binomial the failures among the last 64 probes lie above what is normal.
    ///
    /// `nil` while too little is known, and when there were no probes in the hour before.
    func score(at time: Double) -> Double? {
        guard let hour = Bucket.number(at: time, widthSeconds: 3600), let last = pace.last,
            (time - last).magnitude <= Self.longestGapSeconds
        else { return nil }
        return score(hour: hour)
    }

    private func score(hour: Int) -> Double? {
        guard recentCount >= Self.leastRecent, let (cell, _) = table.expected(hour: hour) else { return nil }
        let expected = min(max(Double(cell.location), 0), 1)
        let count = Double(recentCount)
        let assumed = min(max(expected, Self.leastRatio), 1 - Self.leastRatio)
        return (Double(recent.nonzeroBitCount) / count - expected) / (assumed * (1 - assumed) / count).squareRoot()
    }

    func write(into writer: inout SnapshotWriter) {
        table.write(into: &writer)
    }

    init?(from reader: inout SnapshotReader) {
        guard let table = SeasonTable(.shares, from: &reader) else { return nil }
        self.table = table
    }
}
