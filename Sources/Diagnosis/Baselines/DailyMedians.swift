/// The median latency of each of the last days (UTC), to see what changes too slowly for a baseline to notice.
struct DailyMedians: Sendable {
    /// How many days the last one is compared with.
    private static let trailingDays = 28
    /// Fewer known days give no ratio.
    private static let leastDays = 7
    /// Fewer probes make no day's median.
    private static let leastSamples = 12

    private struct Day: Equatable {
        var number: UInt32
        var octaves: Float
    }

    /// Closed days, the oldest first.
    private var days: [Day] = []
    private var today: UInt32 = 0
    private var samples = 0
    private var latencies = LatencySketch.Totals()
    /// The last closed day's median by that of the four weeks before it; `nil` while less than seven of those days are known.
    private(set) var driftRatio: Double?

    init() {}

    mutating func observe(_ seconds: Double, at time: Double) {
        guard seconds >= 0, let day = Bucket.number(at: time, widthSeconds: 86_400), let number = UInt32(exactly: day)
        else { return }
        if number != today { close(before: number) }
        latencies.add(seconds)
        samples += 1
    }

    private mutating func close(before next: UInt32) {
        if samples >= Self.leastSamples, let median = latencies.quantile(0.5), let octaves = Octaves.of(median) {
            days.append(Day(number: today, octaves: octaves))
        }
        // A clock that was put back takes the days after it along.
        days.removeAll { $0.number >= next || $0.number + UInt32(Self.trailingDays) + 1 < next }
        (today, samples, latencies) = (next, 0, LatencySketch.Totals())
        driftRatio = drift(until: next)
    }

    private func drift(until next: UInt32) -> Double? {
        guard let last = days.last, last.number + 1 == next, days.count > Self.leastDays else { return nil }
        let before = days.dropLast().map(\.octaves).sorted()
        let median = (before[before.count / 2] + before[(before.count - 1) / 2]) / 2
        return Octaves.exp2(Double(last.octaves - median))
    }

    func write(into writer: inout SnapshotWriter) {
        writer.write(UInt8(days.count))
        for day in days {
            writer.write(day.number)
            writer.write(day.octaves)
        }
    }

    init?(from reader: inout SnapshotReader) {
        guard let count = reader.integer(UInt8.self), count <= Self.trailingDays + 1 else { return nil }
        for _ in 0..<count {
            guard let number = reader.integer(UInt32.self), let octaves = reader.float(in: -20...20),
                days.last.map({ $0.number < number }) ?? true, number < 20_000_000
            else { return nil }
            days.append(Day(number: number, octaves: octaves))
        }
        driftRatio = days.last.flatMap { drift(until: $0.number + 1) }
        today = days.last.map { $0.number + 1 } ?? 0
    }
}
