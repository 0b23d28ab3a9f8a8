import ProcFS
import Prometheus

/// `node_entropy_*`: the kernel's random number pool.
struct EntropyCollector: Collector {
    let name = "entropy"
    let files: HostFiles

    private static let available = MetricFamily(
        "node_entropy_available_bits", .gauge, help: "Randomness that can be drawn; always the whole pool since Linux 5.18.")
    private static let size = MetricFamily("node_entropy_pool_size_bits", .gauge, help: "Randomness the pool can hold.")

    func collect(into sink: inout MetricSink) throws {
        let entropy = try files.read { try $0.entropy(with: &$1) }
        sink.begin(Self.available)
        sink.sample(entropy.availableBits)
        sink.begin(Self.size)
        sink.sample(entropy.poolSizeBits)
    }
}
