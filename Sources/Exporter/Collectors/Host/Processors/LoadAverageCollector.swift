import ProcFS
import Prometheus

/// `node_load*`.
struct LoadAverageCollector: Collector {
    let name = "loadavg"
    let files: HostFiles

    private static let oneMinute = MetricFamily("node_load1", .gauge, help: "Load average of the last minute.")
    private static let fiveMinutes = MetricFamily("node_load5", .gauge, help: "Load average of the last 5 minutes.")
    private static let fifteenMinutes = MetricFamily("node_load15", .gauge, help: "Load average of the last 15 minutes.")

    func collect(into sink: inout MetricSink) throws {
        let load = try files.read { try $0.loadAverage(with: &$1) }
        sink.begin(Self.oneMinute)
        sink.sample(load.oneMinute)
        sink.begin(Self.fiveMinutes)
        sink.sample(load.fiveMinutes)
        sink.begin(Self.fifteenMinutes)
        sink.sample(load.fifteenMinutes)
    }
}
