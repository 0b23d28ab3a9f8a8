import ProcFS
import Prometheus

/// `node_swap_*`: each file or device that memory is swapped to.
struct SwapCollector: Collector {
    let name = "swap"
    let files: HostFiles

    private static let size = MetricFamily("node_swap_size_bytes", .gauge, help: "What a swap area holds.")
    private static let used = MetricFamily("node_swap_used_bytes", .gauge, help: "What is swapped to an area now.")
    private static let priority = MetricFamily(
        "node_swap_priority", .gauge, help: "Rank of a swap area: the highest is filled first.")

    func collect(into sink: inout MetricSink) throws {
        let areas = try files.read { try $0.swapAreas(with: &$1) }
        guard !areas.isEmpty else { return }
        func write(_ family: MetricFamily, _ value: (SwapArea) -> some SampleValue) {
            sink.begin(family)
            for area in areas { sink.sample("device", area.path, "swap_type", area.type, value(area)) }
        }
        write(Self.size, \.sizeBytes)
        write(Self.used, \.usedBytes)
        write(Self.priority, \.priority)
    }
}
