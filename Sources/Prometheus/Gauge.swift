import Synchronization

/// A value that goes up and down.
package final class Gauge: Sendable {
    private let bits: Atomic<UInt64>

    package init(_ value: Double = 0) {
        bits = Atomic(value.bitPattern)
    }

    /// NaN while nothing is known.
    package var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    package func set(_ value: Double) {
        bits.store(value.bitPattern, ordering: .relaxed)
    }

    package func add(_ amount: Double) {
        var old = bits.load(ordering: .relaxed)
        while true {
            let new = (Double(bitPattern: old) + amount).bitPattern
            let (exchanged, current) = bits.weakCompareExchange(expected: old, desired: new, ordering: .relaxed)
            if exchanged { return }
            old = current
        }
    }
}

/// A gauge for each of a closed set of keys.
package final class GaugeFamily<Key: Hashable & Sendable>: Sendable {
    private let family: MetricFamily
    private let series: SeriesSet<Key>
    private let gauges: [Gauge]

    /// - Parameter initially: every gauge's first value; NaN keeps its sample out until it is set.
    /// - Precondition: keys are distinct, and so are their labels.
    package init(_ family: MetricFamily, keys: [Key], initially: Double = 0, labels: (Key) -> Labels) {
        precondition(family.type == .gauge)
        self.family = family
        series = SeriesSet(keys, labels: labels)
        gauges = keys.map { _ in Gauge(initially) }
    }

    /// The gauge of a key; `nil` for a key outside the set.
    package subscript(key: Key) -> Gauge? {
        series.position(of: key).map { gauges[$0] }
    }

    /// Writes the family, in the keys' order; a gauge that is NaN has no sample.
    package func write(into sink: inout MetricSink) {
        sink.begin(family)
        for (labels, gauge) in zip(series.labels, gauges) {
            let value = gauge.value
            if !value.isNaN { sink.sample(labels, value) }
        }
    }
}
