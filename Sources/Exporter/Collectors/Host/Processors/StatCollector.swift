import ProcFS
import Prometheus

/// Interrupts, context switches, tasks and boot time.
struct StatCollector: Collector {
    let name = "stat"
    private let files: HostFiles
    private let stat: SharedReading<KernelStat>
    private let countsSoftIRQs: Bool

    private static let interrupts = MetricFamily("node_intr_total", .counter, help: "Interrupts served.")
    private static let contextSwitches = MetricFamily(
        "node_context_switches_total", .counter, help: "Switches from one task to another.")
    private static let forks = MetricFamily("node_forks_total", .counter, help: "Processes and threads created.")
    private static let bootTime = MetricFamily("node_boot_time_seconds", .gauge, help: "When the kernel started, since 1970.")
    private static let running = MetricFamily("node_procs_running", .gauge, help: "Tasks running or ready to.")
    private static let blocked = MetricFamily("node_procs_blocked", .gauge, help: "Tasks waiting for a disk.")

    private static let softIRQs = MetricFamily(
        "node_softirqs_total", .counter, help: "Deferred interrupt work done, by kind, over all processors.")

    init(_ context: HostContext) {
        files = context.files()
        stat = context.stat
        countsSoftIRQs = context.settings.countsSoftIRQs
    }

    func collect(into sink: inout MetricSink) throws {
        let stat = try stat.take(or: files)
        sink.begin(Self.interrupts)
        sink.sample(stat.interrupts)
        sink.begin(Self.contextSwitches)
        sink.sample(stat.contextSwitches)
        sink.begin(Self.forks)
        sink.sample(stat.forks)
        sink.begin(Self.bootTime)
        sink.sample(stat.bootTimeSeconds)
        if let running = stat.runningTasks {
            sink.begin(Self.running)
            sink.sample(running)
        }
        if let blocked = stat.blockedTasks {
            sink.begin(Self.blocked)
            sink.sample(blocked)
        }
        if countsSoftIRQs, let counts = stat.softIRQs {
            sink.begin(Self.softIRQs)
            for (vector, count) in zip(KernelStat.softIRQNames, counts) { sink.sample("vector", vector, count) }
        }
    }
}
