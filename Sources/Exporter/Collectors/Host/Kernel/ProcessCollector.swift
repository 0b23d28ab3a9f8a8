import Posix
import ProcFS
import Prometheus
import Synchronization

/// `process_*`: the exporter's own use of the host, as Prometheus client libraries tell it.
final class ProcessCollector: Collector {
    let name = "process"
    private let files: HostFiles
    private let pageSizeBytes: UInt64
    /// Kept from the first scrape: the boot time it rests on moves with the clock, and the process's start does not.
    private let startTime = Mutex<Double?>(nil)

    private static let cpu = MetricFamily("process_cpu_seconds_total", .counter, help: "Processor time used, user and system.")
    private static let openFDs = MetricFamily("process_open_fds", .gauge, help: "File descriptors open.")
    private static let maxFDs = MetricFamily("process_max_fds", .gauge, help: "File descriptors that may be open.")
    private static let virtualMemory = MetricFamily("process_virtual_memory_bytes", .gauge, help: "Address space in use.")
    private static let virtualMemoryMax = MetricFamily(
        "process_virtual_memory_max_bytes", .gauge, help: "Address space that may be used.")
    private static let residentMemory = MetricFamily("process_resident_memory_bytes", .gauge, help: "Memory in use.")
    private static let start = MetricFamily("process_start_time_seconds", .gauge, help: "When the process started, since 1970.")
    private static let threads = MetricFamily("process_threads", .gauge, help: "Threads of the process.")

    init(files: HostFiles, pageSizeBytes: UInt64) {
        self.files = files
        self.pageSizeBytes = pageSizeBytes
    }

    func collect(into sink: inout MetricSink) throws {
        let stat = try files.read { try $0.processStat(with: &$1) }
        let descriptors = try files.read { procfs, _ in try procfs.openDescriptors() }
        let limits = ResourceLimits()
        let startTime = try startTime(of: stat)
        func write(_ family: MetricFamily, _ value: some SampleValue) {
            sink.begin(family)
            sink.sample(value)
        }
        write(Self.cpu, Double(stat.userTicks &+ stat.systemTicks) / ProcessorTimes.ticksPerSecond)
        // Without a limit it is the largest number there is, as client libraries have it.
        write(Self.maxFDs, limits.openFiles ?? .max)
        write(Self.openFDs, descriptors)
        write(Self.residentMemory, Double(stat.residentPages) * Double(pageSizeBytes))
        write(Self.start, startTime)
        write(Self.threads, stat.threads)
        write(Self.virtualMemory, stat.virtualMemoryBytes)
        write(Self.virtualMemoryMax, limits.addressSpaceBytes ?? .max)
    }

    private func startTime(of process: ProcessStat) throws -> Double {
        if let known = startTime.withLock({ $0 }) { return known }
        let boot = try files.read { try $0.stat(with: &$1).bootTimeSeconds }
        let time = Double(boot) + Double(process.startTicks) / ProcessorTimes.ticksPerSecond
        startTime.withLock { $0 = time }
        return time
    }
}
