/// What happened to one component over the last five minutes, hour and day.
///
/// Time is cut into buckets of 10 s, 1 min and 15 min: a summary holds the bucket that is being filled and those before
/// it, so that it reaches back by its span less up to one bucket. Memory is bounded by buckets and bins, not by probes.
package struct Window: Sendable {
    /// Between two reports of up or down no more than this counts as observed.
    private static let longestSilenceSeconds = 180.0

    private var rings = WindowSpan.allCases.map { BucketRing(span: $0) }
    private var lastReport: (at: Double, isUp: Bool)?

    package init() {}

    /// Counts one probe, which ended at `time` (Unix seconds) after `seconds`.
    package mutating func observe(at time: Double, success: Bool, seconds: Double) {
        for index in rings.indices {
            rings[index].withBucket(at: time) { bucket in
                bucket.probes += 1
                if success { bucket.latencies.add(seconds) } else { bucket.failures += 1 }
            }
        }
    }

    /// Notes whether the component is up from now on; `nil` when nobody knows.
    ///
    /// The time since the last report counts as what that one said, up to three minutes: time not observed is neither up
    /// nor down.
    package mutating func report(at time: Double, isUp: Bool?) {
        if let last = lastReport, time > last.at {
            let end = min(time, last.at + Self.longestSilenceSeconds)
            for index in rings.indices { rings[index].spread(from: last.at, to: end, isUp: last.isUp) }
        }
        lastReport = isUp.map { (time, $0) }
    }

    /// What was seen over the span before `time`; `nil` when that is nothing.
    package func summary(over span: WindowSpan, at time: Double) -> WindowSummary? {
        rings.first { $0.span == span }?.summary(at: time)
    }
}
