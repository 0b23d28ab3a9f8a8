import ProcFS
import Prometheus

/// `node_schedstat_*`: what the scheduler did on each processor.
struct SchedStatCollector: Collector {
    let name = "schedstat"
    let files: HostFiles

    private static let running = MetricFamily(
        "node_schedstat_running_seconds_total", .counter, help: "Time tasks ran on each processor.")
    private static let waiting = MetricFamily(
        "node_schedstat_waiting_seconds_total", .counter, help: "Time tasks that were ready waited for each processor.")
    private static let timeslices = MetricFamily(
        "node_schedstat_timeslices_total", .counter, help: "Turns tasks were given on each processor.")

    func collect(into sink: inout MetricSink) throws {
        let processors = try files.read { try $0.schedStat(with: &$1) }
        guard !processors.isEmpty else { return }
        sink.begin(Self.running)
        for stat in processors { sink.sample("cpu", stat.processor, Double(stat.runningNanoseconds) / 1e9) }
        sink.begin(Self.waiting)
        for stat in processors { sink.sample("cpu", stat.processor, Double(stat.waitingNanoseconds) / 1e9) }
        sink.begin(Self.timeslices)
        for stat in processors { sink.sample("cpu", stat.processor, stat.timeslices) }
    }
}
