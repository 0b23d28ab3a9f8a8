/// A distribution of observed times over fixed buckets.
package struct Histogram: Sendable, Equatable {
    package let buckets: Buckets

    /// Observations in each bucket alone, the one for `+Inf` last.
    package private(set) var counts: [UInt64]

    /// The sum of all observations, in seconds.
    package private(set) var sum = 0.0

    package init(_ buckets: Buckets) {
        self.buckets = buckets
        counts = Array(repeating: 0, count: buckets.upperBounds.count + 1)
    }

    /// A distribution that somebody else has counted.
    /// - Parameter counts: observations in each bucket alone, the one for `+Inf` last.
    /// - Precondition: there are as many as buckets.
    package init(_ buckets: Buckets, counts: [UInt64], sum: Double) {
        precondition(counts.count == buckets.upperBounds.count + 1, "a count for each bucket")
        self.buckets = buckets
        self.counts = counts
        self.sum = sum
    }

    /// How many observations there have been.
    package var count: UInt64 { counts.reduce(0, &+) }

    /// Counts one time. One that is negative or not finite is a clock's fault and would spoil the sum for good: it is dropped.
    package mutating func observe(seconds: Double) {
        guard seconds >= 0, seconds.isFinite else { return }
        counts[buckets.index(for: seconds)] &+= 1
        sum += seconds
    }

    /// Counts one time.
    package mutating func observe(_ duration: Duration) {
        observe(seconds: duration / .seconds(1))
    }
}

extension MetricSink {
    /// Writes a histogram's samples: cumulative buckets, sum and count.
    package mutating func histogram(_ labels: Labels = .none, _ histogram: Histogram) {
        var cumulative: UInt64 = 0
        for (bound, count) in zip(histogram.buckets.labels(in: format), histogram.counts) {
            cumulative &+= count
            start(suffix: "_bucket")
            label(labels)
            label(rendered: bound)
            value(cumulative)
        }
        start(suffix: "_sum")
        label(labels)
        value(histogram.sum)
        start(suffix: "_count")
        label(labels)
        value(cumulative)
    }
}
