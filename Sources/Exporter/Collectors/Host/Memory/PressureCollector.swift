import ProcFS
import Prometheus
import Synchronization

/// `node_pressure_*`: time in which tasks waited for a resource, where the kernel measures it.
final class PressureCollector: Collector {
    let name = "pressure"
    private let files: HostFiles
    /// Whether what is missing stays so: a kernel that runs learns to measure nothing more.
    private let isOwnKernel: Bool
    /// Those the kernel was built to measure, once that is known: to ask for a file in vain costs more than to read one.
    private let resources = Mutex(Pressure.Resource.allCases)

    private struct Source {
        let resource: Pressure.Resource
        var waiting: MetricFamily?
        var stalled: MetricFamily?
    }

    // A processor is never denied to all tasks of a host, and interrupts stall them all.
    private static let sources = [
        Source(resource: .cpu, waiting: waiting("cpu", "a processor")),
        Source(resource: .io, waiting: waiting("io", "input or output"), stalled: stalled("io", "input or output")),
        Source(resource: .memory, waiting: waiting("memory", "memory"), stalled: stalled("memory", "memory")),
        Source(resource: .irq, stalled: stalled("irq", "interrupts to be served")),
    ]

    private static func waiting(_ resource: String, _ words: String) -> MetricFamily {
        MetricFamily(
            "node_pressure_\(resource)_waiting_seconds_total", .counter, help: "Time in which some task waited for \(words).")
    }

    private static func stalled(_ resource: String, _ words: String) -> MetricFamily {
        MetricFamily(
            "node_pressure_\(resource)_stalled_seconds_total", .counter,
            help: "Time in which no task went on because all waited for \(words).")
    }

    init(files: HostFiles, isOwnKernel: Bool) {
        self.files = files
        self.isOwnKernel = isOwnKernel
    }

    func collect(into sink: inout MetricSink) throws {
        let resources = resources.withLock { $0 }
        let pressures = try files.read { try $0.pressures(on: resources, with: &$1) }
        if isOwnKernel, pressures.count < resources.count { self.resources.withLock { $0 = pressures.map(\.resource) } }
        for (resource, pressure) in pressures {
            guard let source = Self.sources.first(where: { $0.resource == resource }) else { continue }
            for (family, stall) in [(source.waiting, pressure.some), (source.stalled, pressure.full)] {
                guard let family, let stall else { continue }
                sink.begin(family)
                // Two divisions, as node_exporter has it: one would round some totals differently.
                sink.sample(Double(stall.totalMicroseconds) / 1000 / 1000)
            }
        }
    }
}
