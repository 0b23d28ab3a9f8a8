import ProcFS
import Prometheus

/// `node_pressure_*`: time in which tasks waited for a resource, where the kernel measures it.
struct PressureCollector: Collector {
    let name = "pressure"
    let files: HostFiles

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

    func collect(into sink: inout MetricSink) throws {
        let pressures = try files.read { try $0.pressures(with: &$1) }
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
