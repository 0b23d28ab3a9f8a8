import Probing
import Prometheus

extension ProbeExposition {
    private static let info = MetricFamily(
        "probe_postgres_info", .gauge, help: "1 under the version the server says it is.")
    private static let inRecovery = MetricFamily(
        "probe_postgres_in_recovery", .gauge, help: "Whether the server is a standby; absent unless it was asked.")
    private static let rows = MetricFamily(
        "probe_postgres_rows", .gauge, help: "Rows the configured query gave; absent without a query or an answer.")
    private static let slow = MetricFamily(
        "probe_postgres_slow", .gauge,
        help: "Whether login and query took longer than the module tolerates; absent without a limit.")
    private static let glanceFaults = MetricFamily(
        "probe_postgres_glance_faults", .gauge, help: "Parts of the statistics that could not be read: the probe's log says why.")
    private static let value = MetricFamilyPattern(
        "probe_postgres_value_*", .gauge, help: "The number in a column of the configured query's rows, declared as *.")
    private static let reading = MetricFamilyPattern(
        "probe_postgres_*", .gauge, help: "Statistics of the server: *, as its statistics views have it.")

    func database(into sink: inout MetricSink) {
        guard case .database(let finding)? = outcome.finding else { return }
        if !finding.serverVersion.isEmpty {
            sink.begin(Self.info)
            sink.sample("version", finding.serverVersion, 1)
        }
        if let isInRecovery = finding.isInRecovery {
            sink.begin(Self.inRecovery)
            sink.sample(isInRecovery)
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
        write(finding.values, as: Self.value, into: &sink)
        write(finding.glance, as: Self.reading, into: &sink)
    }

    /// Readings of one name are one family, wherever among the others they stand.
    private func write(_ readings: [DatabaseFinding.Reading], as pattern: MetricFamilyPattern, into sink: inout MetricSink) {
        var written: Set<String> = []
        for first in readings where written.insert(first.name).inserted {
            sink.begin(pattern, first.name)
            for reading in readings where reading.name == first.name {
                for label in reading.labels { sink.label(label.name, label.value) }
                sink.value(reading.value)
            }
        }
    }
}
