/// A distribution over at most ten buckets, in the least memory, for series by the thousand that share their bounds.
package struct CompactHistogram: Sendable {
    /// How many buckets there may be, the one for `+Inf` included.
    package static let mostBuckets = 10

    /// Observations in each bucket alone.
    private var counts = InlineArray<10, UInt32>(repeating: 0)

    /// The sum of all observations, in seconds.
    package private(set) var sum = 0.0

    package init() {}

    /// How many observations there have been.
    package var count: UInt64 {
        var count: UInt64 = 0
        for index in counts.indices { count &+= UInt64(counts[index]) }
        return count
    }

    /// Counts one time; one that is negative or not finite is dropped.
    /// - Precondition: there are at most nine bounds.
    package mutating func observe(seconds: Double, in buckets: Buckets) {
        guard seconds >= 0, seconds.isFinite else { return }
        counts[buckets.index(for: seconds)] &+= 1
        sum += seconds
    }

    fileprivate subscript(index: Int) -> UInt32 { counts[index] }
}

extension MetricSink {
    /// Writes a histogram's samples: cumulative buckets, sum and count.
    package mutating func histogram(_ labels: Labels, _ histogram: CompactHistogram, _ buckets: Buckets) {
        var cumulative: UInt64 = 0
        for (index, bound) in buckets.labels(in: format).enumerated() {
            cumulative &+= UInt64(histogram[index])
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
