import Posix
import ProcFS
import Prometheus

/// `node_bonding_*`: interfaces made of several.
struct BondingCollector: Collector {
    let name = "bonding"
    let sysfs: SysFS

    private static let slaves = MetricFamily(
        "node_bonding_slaves", .gauge, help: "Interfaces a bonded interface is made of.")
    private static let active = MetricFamily(
        "node_bonding_active", .gauge, help: "Interfaces of a bonded interface that have a link.")

    func collect(into sink: inout MetricSink) throws {
        var reader = FileReader(capacity: 1 << 12)
        let bondings = try sysfs.bondings(with: &reader)
        guard !bondings.isEmpty else { return }
        sink.begin(Self.active)
        for bonding in bondings { sink.sample("master", bonding.master, bonding.active) }
        sink.begin(Self.slaves)
        for bonding in bondings { sink.sample("master", bonding.master, bonding.slaves) }
    }
}
