import ProcFS
import Prometheus
import Synchronization

/// `node_netstat_<protocol>_<field>`: the fields an expression lets through.
final class NetStatCollector: Collector {
    let name = "netstat"
    private let files: HostFiles
    private let state: Mutex<State>

    private struct State {
        var netStat: NetStat
        /// Of the names met so far, in alphabetical order, with the index of each one's value.
        var families: [(family: MetricFamily, index: Int)] = []

        /// Untyped like node_exporter's, though most are counters.
        mutating func nameFamilies() {
            families = netStat.names.enumerated().sorted { $0.element < $1.element }.map { index, name in
                let help = "\(name) of /proc/net/snmp, snmp6 or netstat."
                return (MetricFamily("node_netstat_\(name)", .untyped, help: help), index)
            }
        }
    }

    init(files: HostFiles, fields: NamePatterns) throws {
        self.files = files
        let filter = try NameFilter(fields)
        state = Mutex(State(netStat: NetStat { MetricName.isValid($0) && filter.admits($0) }))
    }

    func collect(into sink: inout MetricSink) throws {
        try state.withLock { state in
            try files.read { try $0.read(&state.netStat, with: &$1) }
            if state.families.count != state.netStat.names.count { state.nameFamilies() }
            for (family, index) in state.families {
                guard let value = state.netStat.values[index] else { continue }
                sink.begin(family)
                sink.sample(value)
            }
        }
    }
}
