/// Buckets of equal width, the oldest overwritten by the newest.
struct BucketRing: Sendable {
    struct Bucket: Sendable {
        /// Which stretch of time it holds: whole widths since 1970.
        fileprivate var number: Int
        var probes = 0
        var failures = 0
        var upSeconds = 0.0
        var downSeconds = 0.0
        var latencies = LatencySketch()
    }

    let span: WindowSpan
    private var buckets: [Bucket] = []

    init(span: WindowSpan) {
        self.span = span
        buckets = (0..<span.bucketCount).map { _ in Bucket(number: .min) }
    }

    mutating func withBucket(at time: Double, _ change: (inout Bucket) -> Void) {
        guard let number = number(at: time) else { return }
        let place = number % buckets.count
        if buckets[place].number != number { buckets[place] = Bucket(number: number) }
        change(&buckets[place])
    }

    /// Shares a stretch of time out among the buckets it touches.
    mutating func spread(from start: Double, to end: Double, isUp: Bool) {
        guard let first = number(at: start), let last = number(at: end) else { return }
        for number in first...max(first, last) {
            let from = max(start, Double(number) * span.bucketSeconds)
            let seconds = min(end, Double(number + 1) * span.bucketSeconds) - from
            guard seconds > 0 else { continue }
            withBucket(at: from) { bucket in
                if isUp { bucket.upSeconds += seconds } else { bucket.downSeconds += seconds }
            }
        }
    }

    func summary(at time: Double) -> WindowSummary? {
        guard let current = number(at: time) else { return nil }
        var summary = WindowSummary(probes: 0, failures: 0, observedSeconds: 0)
        var upSeconds = 0.0
        var totals = LatencySketch.Totals()
        for bucket in buckets where bucket.number <= current && bucket.number > current - buckets.count {
            summary.probes += bucket.probes
            summary.failures += bucket.failures
            summary.observedSeconds += bucket.upSeconds + bucket.downSeconds
            upSeconds += bucket.upSeconds
            bucket.latencies.add(to: &totals)
        }
        guard summary.probes > 0 || summary.observedSeconds > 0 else { return nil }
        if summary.observedSeconds > 0 { summary.uptimeRatio = upSeconds / summary.observedSeconds }
        if let median = totals.quantile(0.5), let p90 = totals.quantile(0.9), let p99 = totals.quantile(0.99) {
            summary.latency = WindowSummary.Latency(median: median, p90: p90, p99: p99)
        }
        return summary
    }

    /// `nil` for a time outside any calendar.
    private func number(at time: Double) -> Int? {
        guard time >= 0, time < 1e12 else { return nil }
        return Int(time / span.bucketSeconds)
    }
}
