/// How a threshold stands.
///
/// The window is cut into at most 15 buckets: what is measured reaches back by its length less up to one bucket, and
/// durations are good to 3.2 %.
package struct ThresholdState: Sendable {
    private static let bucketCount = 15.0
    private static let shortestWindowSeconds = 10.0
    private static let longestWindowSeconds = 31 * 86_400.0

    package let threshold: Threshold
    private var ring: BucketRing
    /// Since when the value is above the limit; `nil` while it is not, or nothing is known.
    private var aboveSince: Double?

    package init(_ threshold: Threshold) {
        self.threshold = threshold
        let window = threshold.windowSeconds
        let seconds = window >= Self.shortestWindowSeconds ? min(window, Self.longestWindowSeconds) : Self.shortestWindowSeconds
        let width = (seconds / Self.bucketCount).rounded(.up)
        ring = BucketRing(widthSeconds: Int(width), count: Int((seconds / width).rounded(.up)))
    }

    /// Counts a probe that ended at `time` (Unix seconds).
    /// - Parameter seconds: what a duration is measured of; `nil` for a failed probe, and a phase that it did not reach.
    package mutating func observe(at time: Double, success: Bool, seconds: Double?) {
        guard let number = Bucket.number(at: time, widthSeconds: ring.widthSeconds) else { return }
        ring.withBucket(number) { bucket in
            bucket.probes += 1
            if !success { bucket.failures += 1 }
            if success, let seconds { bucket.latencies.add(seconds) }
        }
        _ = reading(at: time)
    }

    /// How it stands at a time. To be asked in the order of time: what was above the limit since when hangs on it.
    package mutating func reading(at time: Double) -> ThresholdReading {
        guard let value = value(at: time) else {
            aboveSince = nil
            return ThresholdReading(value: nil, isExceeded: nil)
        }
        // A clock that was put back makes the wait begin anew.
        aboveSince = value > threshold.limit ? min(aboveSince ?? time, time) : nil
        return ThresholdReading(value: value, isExceeded: aboveSince.map { time - $0 >= threshold.holdSeconds } ?? false)
    }

    private func value(at time: Double) -> Double? {
        guard let current = Bucket.number(at: time, widthSeconds: ring.widthSeconds) else { return nil }
        let buckets = ring.buckets(in: (current - ring.count + 1)...current)
        switch threshold.measure {
        case .errorRatio:
            let (probes, failures) = buckets.reduce((0, 0)) { ($0.0 + $1.probes, $0.1 + $1.failures) }
            return probes == 0 ? nil : Double(failures) / Double(probes)
        case .duration(_, let percentile):
            var totals = LatencySketch.Totals()
            for bucket in buckets { bucket.latencies.add(to: &totals) }
            return totals.quantile(Double(percentile) / 100)
        }
    }
}

/// How a threshold stands at one moment.
package struct ThresholdReading: Sendable, Equatable {
    /// What is measured; `nil` while there is nothing to measure.
    package var value: Double?
    /// Whether the value has been above the limit for as long as the threshold asks; `nil` while there is nothing to measure.
    package var isExceeded: Bool?
}
