import ProcFS
import Prometheus

/// `node_softirqs_functions_total`: deferred interrupt work by processor.
struct SoftIRQsCollector: Collector {
    let name = "softirqs"
    let files: HostFiles

    private static let total = MetricFamily(
        "node_softirqs_functions_total", .counter, help: "Deferred interrupt work done, by processor and kind.")

    func collect(into sink: inout MetricSink) throws {
        let work = try files.read { try $0.softIRQs(with: &$1) }
        guard !work.kinds.isEmpty else { return }
        sink.begin(Self.total)
        for kind in work.kinds {
            for (processor, count) in zip(work.processors, kind.counts) {
                sink.sample("cpu", processor, "type", kind.name, count)
            }
        }
    }
}
