import Synchronization

/// A histogram for each of a closed set of keys, all over the same buckets and empty from the start.
package final class HistogramFamily<Key: Hashable & Sendable>: Sendable {
    private let family: MetricFamily
    private let series: SeriesSet<Key>
    private let histograms: Mutex<[Histogram]>

    /// - Precondition: keys are distinct, and so are their labels.
    package init(_ family: MetricFamily, _ buckets: Buckets, keys: [Key], labels: (Key) -> Labels) {
        precondition(family.type == .histogram)
        self.family = family
        series = SeriesSet(keys, labels: labels)
        histograms = Mutex(Array(repeating: Histogram(buckets), count: keys.count))
    }

    /// Counts one time for a key; nothing for a key outside the set.
    package func observe(_ duration: Duration, _ key: Key) {
        guard let position = series.position(of: key) else { return }
        histograms.withLock { $0[position].observe(duration) }
    }

    /// The histogram of a key; `nil` for a key outside the set.
    package subscript(key: Key) -> Histogram? {
        series.position(of: key).map { position in histograms.withLock { $0[position] } }
    }

    /// Writes the family, in the keys' order.
    package func write(into sink: inout MetricSink) {
        sink.begin(family)
        for (labels, histogram) in zip(series.labels, histograms.withLock { $0 }) { sink.histogram(labels, histogram) }
    }
}
