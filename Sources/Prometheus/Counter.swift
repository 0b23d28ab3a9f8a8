import Synchronization

/// A count that only goes up.
package final class Counter: Sendable {
    private let count = Atomic<UInt64>(0)

    package init() {}

    package var value: UInt64 { count.load(ordering: .relaxed) }

    package func increment(by amount: UInt64 = 1) {
        count.wrappingAdd(amount, ordering: .relaxed)
    }
}

/// A counter for each of a closed set of keys, all at zero from the start.
package final class CounterFamily<Key: Hashable & Sendable>: Sendable {
    private let family: MetricFamily
    private let series: SeriesSet<Key>
    private let counters: [Counter]

    /// - Precondition: keys are distinct, and so are their labels.
    package init(_ family: MetricFamily, keys: [Key], labels: (Key) -> Labels) {
        precondition(family.type == .counter)
        self.family = family
        series = SeriesSet(keys, labels: labels)
        counters = keys.map { _ in Counter() }
    }

    /// The counter of a key; `nil` for a key outside the set.
    package subscript(key: Key) -> Counter? {
        series.position(of: key).map { counters[$0] }
    }

    /// Writes the family, in the keys' order.
    package func write(into sink: inout MetricSink) {
        sink.begin(family)
        for (labels, counter) in zip(series.labels, counters) { sink.sample(labels, counter.value) }
    }
}
