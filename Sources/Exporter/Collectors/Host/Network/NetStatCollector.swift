import ProcFS
import Prometheus

/// `node_netstat_<protocol>_<field>`: what node_exporter's default field pattern lets through.
struct NetStatCollector: Collector {
    let name = "netstat"
    let files: HostFiles

    /// Untyped like node_exporter's, though most are counters.
    private static let families = NetStat.table.names.prefix(NetStat.usualCount).map {
        MetricFamily("node_netstat_\($0)", .untyped, help: "\($0) of /proc/net/snmp, snmp6 or netstat.")
    }

    func collect(into sink: inout MetricSink) throws {
        let values = try files.read { try $0.netStat(with: &$1) }
        for (index, family) in Self.families.enumerated() {
            guard let value = values[index] else { continue }
            sink.begin(family)
            sink.sample(value)
        }
    }
}
