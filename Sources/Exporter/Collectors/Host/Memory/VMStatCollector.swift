import ProcFS
import Prometheus
import Synchronization

/// `node_vmstat_*`: the fields of `vmstat` an expression chooses.
final class VMStatCollector: Collector {
    let name = "vmstat"
    private let files: HostFiles
    private let state: Mutex<State>

    private struct State {
        var fields: VMStat
        /// Of these names; untyped like node_exporter's, though most are counters.
        var names: [String] = []
        var families: [MetricFamily] = []
    }

    /// - Throws: when the expression is none.
    init(files: HostFiles, fields: NamePatterns) throws {
        self.files = files
        let filter = try NameFilter(fields)
        state = Mutex(State(fields: VMStat { filter.admits($0) }))
    }

    func collect(into sink: inout MetricSink) throws {
        let (families, values) = try state.withLock { state in
            state.fields = try files.read { [fields = state.fields] procfs, reader in
                var fields = fields
                try procfs.update(&fields, with: &reader)
                return fields
            }
            if state.names != state.fields.names {
                state.names = state.fields.names
                state.families = state.names.map {
                    MetricFamily("node_vmstat_\($0)", .untyped, help: "\($0) of /proc/vmstat.")
                }
            }
            return (state.families, state.fields.values)
        }
        for (family, value) in zip(families, values) {
            sink.begin(family)
            sink.sample(value)
        }
    }
}
