import Probing
import Prometheus

extension ProbeExposition {
    private static let info = MetricFamily(
        "probe_postgres_info", .gauge, help: "1 under the version the server says it is.")
    private static let rows = MetricFamily(
        "probe_postgres_rows", .gauge, help: "Rows the configured query gave; absent without a query or an answer.")
    private static let slow = MetricFamily(
        "probe_postgres_slow", .gauge,
        help: "Whether login and query took longer than the module tolerates; absent without a limit.")
    private static let glanceFaults = MetricFamily(
        "probe_postgres_glance_faults", .gauge, help: "Parts of the statistics that could not be read: the probe's log says why.")
    private static let query = MetricFamilyPattern(
        "probe_postgres_query_*", .gauge, help: "The number in a column of the configured query's rows, declared as *.")
    private static let readings = DatabaseReadings.all.map { reading in
        MetricFamily("probe_postgres_\(reading.name)", reading.kind == .counter ? .counter : .gauge, help: reading.help)
    }

    func database(into sink: inout MetricSink) {
        guard case .database(let finding)? = outcome.finding else { return }
        if !finding.serverVersion.isEmpty {
            sink.begin(Self.info)
            sink.sample("version", finding.serverVersion, 1)
        }
        if let rows = finding.rows {
            sink.begin(Self.rows)
            sink.sample(rows)
        }
        if let isSlow = finding.isSlow {
            sink.begin(Self.slow)
            sink.sample(isSlow)
        }
        sink.begin(Self.glanceFaults)
        sink.sample(finding.glanceFaults.count)
        for (reading, family) in zip(DatabaseReadings.all, Self.readings) {
            write(reading.name, of: finding.glance, into: &sink) { $0.begin(family) }
        }
        var written: Set<String> = []
        for value in finding.values where written.insert(value.name).inserted {
            write(value.name, of: finding.values, into: &sink) { $0.begin(Self.query, value.name) }
        }
    }

    /// Readings of one name are one family, wherever among the others they stand.
    private func write(
        _ name: String, of readings: [DatabaseFinding.Reading], into sink: inout MetricSink, begin: (inout MetricSink) -> Void
    ) {
        let own = readings.filter { $0.name == name }
        guard !own.isEmpty else { return }
        begin(&sink)
        for reading in own {
            for label in reading.labels { sink.label(label.name, label.value) }
            sink.value(reading.value)
        }
    }
}
