import ProcFS
import Prometheus

/// `node_arp_entries`: neighbours that IPv4's address resolution knows of, by interface.
struct ARPCollector: Collector {
    let name = "arp"
    let files: HostFiles
    let filter: NameFilter

    static let entries = MetricFamily(
        "node_arp_entries", .gauge, help: "Neighbours in the table of IPv4's address resolution, answering or not.")

    func collect(into sink: inout MetricSink) throws {
        var counts: [String: UInt64] = [:]
        for entry in try files.read({ try $0.arp(with: &$1) }) { counts[entry.device, default: 0] += 1 }
        let reported = counts.filter { filter.admits($0.key) }
        guard !reported.isEmpty else { return }
        sink.begin(Self.entries)
        for (device, count) in reported.sorted(by: { $0.key < $1.key }) { sink.sample("device", device, count) }
    }
}
