import Posix
import ProcFS
import Prometheus

/// How processors are laid out, which of them run, and how often they were slowed down to cool.
///
/// Sysfs is walked again only when processors have come or gone: it has several files for each of them.
struct ProcessorLayout: Sendable {
    private var online: ProcessorList?
    private var present: ProcessorList?
    private var isolated: [Labels] = []
    private var topology = ProcessorTopology()
    private var processorLabels: [Labels] = []
    private var coreLabels: [Labels] = []
    private var packageLabels: [Labels] = []

    private static let isIsolated = MetricFamily(
        "node_cpu_isolated", .gauge, help: "1 for each processor the scheduler was told to leave alone.")
    private static let coreThrottles = MetricFamily(
        "node_cpu_core_throttles_total", .counter, help: "Times a core was slowed down to cool, as its first thread counts.")
    private static let packageThrottles = MetricFamily(
        "node_cpu_package_throttles_total", .counter,
        help: "Times a package was slowed down to cool, as its first processor counts.")
    private static let isOnline = MetricFamily(
        "node_cpu_online", .gauge, help: "Whether each processor runs tasks; absent where the first cannot be taken out.")

    /// Reads what may have changed. On a throw all stays as it was.
    mutating func refresh(from sysfs: SysFS, with reader: inout FileReader) throws {
        let online = try sysfs.processorsIfPresent(.online, with: &reader)
        // A processor that was put in and not yet switched on; without hot-plugging nobody is shown it.
        let present = topology.isHotPluggable ? try sysfs.processorsIfPresent(.present, with: &reader) : nil
        if let online, online == self.online, present == self.present { return }
        let topology = try sysfs.processorTopology(with: &reader)
        let isolated = try sysfs.processorsIfPresent(.isolated, with: &reader)
        self.present = topology.isHotPluggable ? try sysfs.processorsIfPresent(.present, with: &reader) : nil
        self.online = online
        self.topology = topology
        self.isolated = isolated?.numbers.map { ["cpu": String($0)] } ?? []
        processorLabels = topology.processors.map { ["cpu": String($0)] }
        coreLabels = topology.cores.map { ["core": String($0.number), "package": String($0.package)] }
        packageLabels = topology.packages.map { ["package": String($0.number)] }
    }

    /// Writes four families, each where this machine has it.
    func write(from sysfs: SysFS, with reader: inout FileReader, into sink: inout MetricSink) {
        if !isolated.isEmpty {
            sink.begin(Self.isIsolated)
            for labels in isolated { sink.sample(labels, 1) }
        }
        writeThrottles(Self.packageThrottles, packageLabels, into: &sink) { index in
            sysfs.throttles(.package, of: topology.packages[index].processor, with: &reader)
        }
        writeThrottles(Self.coreThrottles, coreLabels, into: &sink) { index in
            sysfs.throttles(.core, of: topology.cores[index].processor, with: &reader)
        }
        if topology.isHotPluggable, let online {
            sink.begin(Self.isOnline)
            for (number, labels) in zip(topology.processors, processorLabels) {
                sink.sample(labels, online.contains(number))
            }
        }
    }

    /// A processor may go while it is read.
    private func writeThrottles(
        _ family: MetricFamily, _ labels: [Labels], into sink: inout MetricSink, _ count: (Int) -> UInt64?
    ) {
        var hasBegun = false
        for (index, labels) in labels.enumerated() {
            guard let count = count(index) else { continue }
            if !hasBegun { sink.begin(family) }
            hasBegun = true
            sink.sample(labels, count)
        }
    }
}
