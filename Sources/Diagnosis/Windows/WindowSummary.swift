/// What a window saw.
package struct WindowSummary: Sendable, Equatable {
    /// All probes, failed or not.
    package var probes: Int
    /// The failed ones among them.
    package var failures: Int
    /// The time for which up or down was known.
    package var observedSeconds: Double
    /// ``observedSeconds`` as a part of the window, 0 to 1: the rest is unknown, not up.
    package var observedRatio: Double
    /// The part of the observed time that was up; `nil` when none was observed.
    package var uptimeRatio: Double?
    /// Duration of successful probes; `nil` when none succeeded.
    package var latency: Latency?

    /// Quantiles, in seconds, each off by at most 3.2 %.
    package struct Latency: Sendable, Equatable {
        package var median: Double
        package var p90: Double
        package var p99: Double
    }

    /// The part of the probes that failed; `nil` when there was none.
    package var errorRatio: Double? { probes == 0 ? nil : Double(failures) / Double(probes) }
}

extension WindowSummary {
    /// - Parameter windowSeconds: the time from the first bucket's beginning until now.
    /// - Returns: `nil` when the buckets are empty.
    init?(of buckets: [Bucket], windowSeconds: Double) {
        var upSeconds = 0.0
        var totals = LatencySketch.Totals()
        self.init(probes: 0, failures: 0, observedSeconds: 0, observedRatio: 0)
        for bucket in buckets {
            probes += bucket.probes
            failures += bucket.failures
            observedSeconds += bucket.upSeconds + bucket.downSeconds
            upSeconds += bucket.upSeconds
            bucket.latencies.add(to: &totals)
        }
        guard probes > 0 || observedSeconds > 0 else { return nil }
        if windowSeconds > 0 { observedRatio = min(1, observedSeconds / windowSeconds) }
        if observedSeconds > 0 { uptimeRatio = upSeconds / observedSeconds }
        if let median = totals.quantile(0.5), let p90 = totals.quantile(0.9), let p99 = totals.quantile(0.99) {
            latency = Latency(median: median, p90: p90, p99: p99)
        }
    }
}
