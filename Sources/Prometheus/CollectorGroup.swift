/// Collectors whose families share a prefix, and with it the two families that tell how collecting went.
///
/// `node` gives `node_scrape_collector_duration_seconds` and `node_scrape_collector_success`, as node_exporter has them.
package struct CollectorGroup: Sendable {
    let duration: MetricFamily
    let success: MetricFamily
    let members: [Member]

    struct Member: Sendable {
        let collector: any Collector
        let labels: Labels
    }

    /// - Parameter prefix: a legal metric name, without the `_` that follows it.
    package init(prefix: String, _ collectors: [any Collector]) {
        duration = MetricFamily(
            "\(prefix)_scrape_collector_duration_seconds", .gauge, help: "Time a collector took in this scrape.")
        success = MetricFamily(
            "\(prefix)_scrape_collector_success", .gauge, help: "Whether a collector succeeded in this scrape.")
        members = collectors.map { Member(collector: $0, labels: ["collector": $0.name]) }
    }

    private init(_ group: CollectorGroup, members: [Member]) {
        duration = group.duration
        success = group.success
        self.members = members
    }

    func filter(_ isIncluded: (String) -> Bool) -> CollectorGroup {
        CollectorGroup(self, members: members.filter { isIncluded($0.collector.name) })
    }
}
