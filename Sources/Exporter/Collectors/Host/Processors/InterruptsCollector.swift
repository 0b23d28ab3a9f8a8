import ProcFS
import Prometheus

/// `node_interrupts_total`: interrupts by processor and source.
struct InterruptsCollector: Collector {
    let name = "interrupts"
    private let files: HostFiles
    private let filter: NameFilter
    private let includesZeros: Bool

    private static let total = MetricFamily(
        "node_interrupts_total", .counter, help: "Interrupts served, by processor and source.")

    /// - Throws: when an expression for names is none.
    init(_ context: HostContext) throws {
        files = context.files()
        filter = try NameFilter(context.settings.interrupts)
        includesZeros = context.settings.includesZeroInterrupts
    }

    func collect(into sink: inout MetricSink) throws {
        let interrupts = try files.read { try $0.interrupts(with: &$1) }
        let processors = interrupts.processors.map { Labels(["cpu": String($0)]) }
        var hasBegun = false
        for (index, source) in interrupts.sources.enumerated()
        where filter.admits("\(source.name);\(source.info);\(source.devices)") {
            let labels: Labels = ["type": source.name, "info": source.info, "devices": source.devices]
            for (processor, count) in zip(processors, interrupts.counts(ofSource: index)) where includesZeros || count > 0 {
                if !hasBegun { sink.begin(Self.total) }
                hasBegun = true
                sink.label(processor)
                sink.sample(labels, count)
            }
        }
    }
}
