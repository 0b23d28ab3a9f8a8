/// Collectors whose families share a prefix, and with it the two families that tell how collecting went.
///
/// `node` gives `node_scrape_collector_duration_seconds` and `node_scrape_collector_success`, as node_exporter has them.
package struct CollectorGroup: Sendable {
    /// The collectors' names, in order.
    package let names: [String]

    private let collectors: [any Collector]
    private let labels: [Labels]
    private let duration: MetricFamily
    private let success: MetricFamily
    private let measure: @Sendable (() -> Void) -> Duration

    /// - Parameters:
    ///   - prefix: a legal metric name, without the `_` that follows it.
    ///   - collectors: of distinct names.
    package init(prefix: String, _ collectors: [any Collector]) {
        self.init(prefix: prefix, collectors, clock: ContinuousClock())
    }

    /// - Parameter clock: what the collectors are timed by.
    init(prefix: String, _ collectors: [any Collector], clock: some Clock<Duration>) {
        duration = MetricFamily(
            "\(prefix)_scrape_collector_duration_seconds", .gauge, help: "Time a collector took in this scrape.")
        success = MetricFamily(
            "\(prefix)_scrape_collector_success", .gauge, help: "Whether a collector succeeded in this scrape.")
        names = collectors.map(\.name)
        labels = names.map { ["collector": $0] }
        precondition(Set(names).count == names.count, "two collectors of one name")
        self.collectors = collectors
        measure = { clock.measure($0) }
    }

    /// Runs the collector at `index` of ``names``. One that throws leaves nothing behind in the sink.
    package func run(_ index: Int, into sink: inout MetricSink) -> CollectorOutcome {
        let mark = sink.mark
        var failure: (any Error)?
        let duration = measure {
            do { try collectors[index].collect(into: &sink) } catch { failure = error }
        }
        if failure != nil { sink.rollback(to: mark) }
        return CollectorOutcome(duration: duration, failure: failure)
    }

    /// Writes how the collectors fared.
    /// - Parameter outcomes: one for each of ``names``; `nil` for a collector that was not asked for.
    package func report(_ outcomes: [CollectorOutcome?], into sink: inout MetricSink) {
        guard outcomes.contains(where: { $0 != nil }) else { return }
        sink.begin(duration)
        for (labels, outcome) in zip(labels, outcomes) {
            if let outcome { sink.sample(labels, outcome.duration) }
        }
        sink.begin(success)
        for (labels, outcome) in zip(labels, outcomes) {
            if let outcome { sink.sample(labels, outcome.failure == nil) }
        }
    }

    /// Runs the collectors that `selection` admits one after the other, on the calling thread, then tells how each fared.
    ///
    /// - Returns: as ``report(_:into:)`` takes it.
    @discardableResult
    package func gather(_ selection: CollectorSelection = .all, into sink: inout MetricSink) -> [CollectorOutcome?] {
        let outcomes = names.indices.map { selection.admits(names[$0]) ? run($0, into: &sink) : nil }
        report(outcomes, into: &sink)
        return outcomes
    }
}
