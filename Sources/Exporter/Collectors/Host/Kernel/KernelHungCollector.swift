import ProcFS
import Prometheus

/// `node_kernel_hung_tasks_total`, where the kernel counts them: since Linux 6.13.
struct KernelHungCollector: Collector {
    let name = "kernel_hung"
    let files: HostFiles

    private static let tasks = MetricFamily(
        "node_kernel_hung_tasks_total", .counter, help: "Tasks the kernel found to hang, since boot.")

    func collect(into sink: inout MetricSink) throws {
        let count = try files.read { try $0.hungTasks(with: &$1) }
        sink.begin(Self.tasks)
        sink.sample(count)
    }
}
