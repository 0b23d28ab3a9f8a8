import ProcFS
import Prometheus

/// `node_softnet_*` of each processor.
struct SoftNetCollector: Collector {
    let name = "softnet"
    let files: HostFiles

    private typealias Column = (family: MetricFamily, value: @Sendable (SoftNet) -> UInt32)

    private static let columns: [Column] = [
        (MetricFamily("node_softnet_backlog_len", .gauge, help: "Packets waiting in the backlog."), { $0.backlogLength }),
        (
            MetricFamily("node_softnet_cpu_collision_total", .counter, help: "Transmissions that found the device's lock taken."),
            { $0.collisions }
        ),
        (MetricFamily("node_softnet_dropped_total", .counter, help: "Packets lost to a full backlog."), { $0.dropped }),
        (
            MetricFamily("node_softnet_flow_limit_count_total", .counter, help: "Times a single flow was held back."),
            { $0.flowLimitCount }
        ),
        (MetricFamily("node_softnet_processed_total", .counter, help: "Packets taken from network devices."), { $0.processed }),
        (
            MetricFamily("node_softnet_received_rps_total", .counter, help: "Times another processor woke this one to receive."),
            { $0.receivedRPS }
        ),
        (
            MetricFamily("node_softnet_times_squeezed_total", .counter, help: "Times work was put off, its budget spent."),
            { $0.timesSqueezed }
        ),
    ]

    func collect(into sink: inout MetricSink) throws {
        let processors = try files.read { try $0.softNet(with: &$1) }
        for (family, value) in Self.columns {
            sink.begin(family)
            for processor in processors {
                sink.label("cpu", Int(processor.processor))
                sink.value(UInt64(value(processor)))
            }
        }
    }
}
