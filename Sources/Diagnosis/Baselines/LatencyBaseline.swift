/// What a latency is normally, by hour of the week, and how far its last probes are from that.
///
/// Values are octaves (``Octaves``): noise of latencies is a factor, and so is what people notice.
struct LatencyBaseline: Sendable {
    /// The median of so many is compared: three slow probes are no anomaly.
    private static let recentCount = 7
    /// From this score on, in either direction, the present is no longer what it used to be.
    private static let anomalousScore: Float = 4
    /// Nothing is taken for steadier than 7 %, so that a score of 4 is a third more time at least. With only wider parts of the
    /// week known, how much the hour and the day matter is not: then it is half as much more, or twice as much.
    private static func leastSpread(_ basis: BaselineBasis) -> Float {
        switch basis {
        case .hourOfWeek: 0.1
        case .hourOfDay: 0.15
        case .allHours: 0.25
        }
    }
    private static let longestGapSeconds = 3600.0

    private var table = SeasonTable(.latencies)
    private var pace = LearningPace()
    private var recent = InlineArray<7, Float>(repeating: 0)
    private var recentSeen = 0
    /// Whether each of the last seven, the newest in the lowest bit, was far above what was normal then.
    private var above: UInt8 = 0
    /// The same for far below.
    private var below: UInt8 = 0

    init() {}

    /// Takes in a latency measured at a time (Unix seconds); what is no time or no duration is passed over.
    mutating func observe(_ seconds: Double, at time: Double) {
        guard let value = Octaves.of(seconds), let hour = Bucket.number(at: time, widthSeconds: 3600) else { return }
        if let last = pace.last, (time - last).magnitude > Self.longestGapSeconds {
            (recentSeen, above, below) = (0, 0, 0)
        }
        recent[recentSeen % Self.recentCount] = value
        // Kept small, with its place in the ring.
        recentSeen = recentSeen < 2 * Self.recentCount - 1 ? recentSeen + 1 : Self.recentCount
        judge(value, hour: hour)
        // The median lies beyond a limit just when most values do, which needs no sorting.
        let isAnomalous = max(above.nonzeroBitCount, below.nonzeroBitCount) > Self.recentCount / 2
        let (hours, caution) = pace.step(to: time, isAnomalous: isAnomalous)
        table.learn(value, hour: hour, hours: hours, caution: caution)
    }

    /// What to expect at a time; `nil` while too little is known.
    func expectation(at time: Double) -> (seconds: Double, basis: BaselineBasis)? {
        Bucket.number(at: time, widthSeconds: 3600).flatMap { table.expected(hour: $0) }
            .map { (Octaves.seconds($0.cell.location), $0.basis) }
    }

    /// How many spreads the median of the last probes lies above (or, negative, below) what is normal at a time.
    ///
    /// `nil` while too little is known, and when there were no probes in the hour before.
    func score(at time: Double) -> Double? {
        guard let hour = Bucket.number(at: time, widthSeconds: 3600), let last = pace.last,
            (time - last).magnitude <= Self.longestGapSeconds
        else { return nil }
        return score(hour: hour).map(Double.init)
    }

    /// How many latencies it has learnt from.
    var samples: Int { Int(table.overall.samples) }

    /// Whether a latency is more than twice what it is on the whole, and far outside its spread.
    func isSlow(_ seconds: Double) -> Bool {
        let overall = table.overall
        guard overall.isReady, let value = Octaves.of(seconds) else { return false }
        return value - overall.location > max(1, Self.anomalousScore * overall.spread)
    }

    private func score(hour: Int) -> Float? {
        guard recentSeen >= Self.recentCount, let (cell, basis) = table.expected(hour: hour) else { return nil }
        let median = (0..<Self.recentCount).map { recent[$0] }.sorted()[Self.recentCount / 2]
        return (median - cell.location) / max(cell.spread, Self.leastSpread(basis))
    }

    private mutating func judge(_ value: Float, hour: Int) {
        (above, below) = (above << 1 & 0x7f, below << 1 & 0x7f)
        guard let (cell, basis) = table.expected(hour: hour) else { return }
        let distance = Self.anomalousScore * max(cell.spread, Self.leastSpread(basis))
        if value >= cell.location + distance { above |= 1 }
        if value <= cell.location - distance { below |= 1 }
    }

    /// What was learnt; the last probes are left out, for they are of no use to whoever starts later.
    func write(into writer: inout SnapshotWriter) {
        table.write(into: &writer)
    }

    init?(from reader: inout SnapshotReader) {
        guard let table = SeasonTable(.latencies, from: &reader) else { return nil }
        self.table = table
    }
}
