import ProcFS
import Prometheus

/// `node_processes_*`: all processes and threads by state. Off by default, for it asks after each of them.
struct ProcessesCollector: Collector {
    let name = "processes"
    let files: HostFiles

    private static let maxProcesses = MetricFamily("node_processes_max_processes", .gauge, help: "Process ids the kernel allows.")
    private static let maxThreads = MetricFamily("node_processes_max_threads", .gauge, help: "Threads the kernel allows.")
    private static let pids = MetricFamily("node_processes_pids", .gauge, help: "Processes there are.")
    private static let state = MetricFamily("node_processes_state", .gauge, help: "Processes by state, a letter of ps(1).")
    private static let threads = MetricFamily("node_processes_threads", .gauge, help: "Threads there are.")
    private static let threadsState = MetricFamily(
        "node_processes_threads_state", .gauge, help: "Threads by state, a letter of ps(1).")

    func collect(into sink: inout MetricSink) throws {
        let census = try files.read { try $0.taskCensus(with: &$1) }
        func write(_ family: MetricFamily, _ value: UInt64) {
            sink.begin(family)
            sink.sample(value)
        }
        func write(_ family: MetricFamily, by label: String, _ counts: [UInt8: UInt64]) {
            guard !counts.isEmpty else { return }
            sink.begin(family)
            for (state, count) in counts.sorted(by: { $0.key < $1.key }) {
                sink.sample(label, String(Unicode.Scalar(state)), count)
            }
        }
        write(Self.maxProcesses, try files.read { try $0.sysctlNumber(at: "kernel/pid_max", with: &$1) })
        write(Self.maxThreads, try files.read { try $0.sysctlNumber(at: "kernel/threads-max", with: &$1) })
        write(Self.pids, census.processes)
        write(Self.state, by: "state", census.processStates)
        write(Self.threads, census.threads)
        write(Self.threadsState, by: "thread_state", census.threadStates)
    }
}
