import ProcFS
import Prometheus

/// `node_buddyinfo_blocks`: free memory by the size of its blocks, which tells how fragmented it is.
struct BuddyInfoCollector: Collector {
    let name = "buddyinfo"
    let files: HostFiles

    private static let blocks = MetricFamily(
        "node_buddyinfo_blocks", .gauge, help: "Free blocks of 2 to the power of size pages, by memory zone.")

    func collect(into sink: inout MetricSink) throws {
        let zones = try files.read { try $0.freeBlocks(with: &$1) }
        guard !zones.isEmpty else { return }
        sink.begin(Self.blocks)
        for zone in zones {
            for (order, count) in zone.counts.enumerated() {
                sink.sample("node", zone.node, "size", order, "zone", zone.zone, count)
            }
        }
    }
}
