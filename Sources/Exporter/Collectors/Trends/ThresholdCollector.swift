import Diagnosis
import Prometheus

/// The limits set beforehand, and how things stand against them.
struct ThresholdCollector: Collector {
    let name = "thresholds"
    let ledger: TrendLedger
    /// Unix seconds.
    let now: @Sendable () -> Double

    private static let exceeded = MetricFamily(
        "whatsapp_threshold_exceeded", .gauge,
        help: "Whether the value has been above the limit for as long as the threshold asks; absent while there is nothing to"
            + " measure.")
    private static let value = MetricFamily(
        "whatsapp_threshold_value", .gauge,
        help: "What the threshold measures over its window: seconds, good to 3.2 percent, or a ratio; as its limit.")
    private static let limit = MetricFamily(
        "whatsapp_threshold_limit", .gauge, help: "The configured limit: seconds or a ratio.")

    func collect(into sink: inout MetricSink) {
        let thresholds = ledger.thresholds(at: now())
        sink.begin(Self.exceeded)
        for (threshold, reading) in thresholds {
            if let isExceeded = reading.isExceeded { sink.sample("threshold", threshold.name, isExceeded) }
        }
        sink.begin(Self.value)
        for (threshold, reading) in thresholds {
            if let value = reading.value { sink.sample("threshold", threshold.name, value) }
        }
        sink.begin(Self.limit)
        for (threshold, _) in thresholds { sink.sample("threshold", threshold.name, threshold.limit) }
    }
}
