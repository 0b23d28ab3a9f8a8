/// How much a value counts that a baseline is to learn from: by the time it stands for, and little while things are not normal.
struct LearningPace: Sendable {
    /// A silence longer than this is not what the next value stands for.
    private static let longestStepSeconds = 900.0
    /// After this long, what was an anomaly is taken for the new normal.
    private static let longestDoubtSeconds = 86_400.0
    private static let doubt: Float = 1 / 8

    private(set) var last: Double?
    private var anomalousSince: Double?

    /// The hours since the value before, and the caution to learn it with.
    mutating func step(to time: Double, isAnomalous: Bool) -> (hours: Float, caution: Float) {
        let seconds = last.map { min(max(0, time - $0), Self.longestStepSeconds) } ?? 0
        last = time
        anomalousSince = isAnomalous ? min(anomalousSince ?? time, time) : nil
        let isInDoubt = anomalousSince.map { time - $0 < Self.longestDoubtSeconds } ?? false
        return (Float(seconds / 3600), isInDoubt ? Self.doubt : 1)
    }
}
