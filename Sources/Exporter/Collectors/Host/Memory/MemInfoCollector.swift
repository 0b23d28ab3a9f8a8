import ProcFS
import Prometheus

/// `node_memory_*`: the fields of `meminfo` this kernel has.
struct MemInfoCollector: Collector {
    let name = "meminfo"
    let files: HostFiles

    /// One for each field of the table; `Active(anon)` gives `node_memory_Active_anon_bytes`.
    private static let families = MemInfo.table.names.enumerated().map { index, field in
        let word = field.replacing("(", with: "_").replacing(")", with: "")
        return index < MemInfo.sizeCount
            ? MetricFamily("node_memory_\(word)_bytes", .gauge, help: "\(field) of /proc/meminfo, in bytes.")
            : MetricFamily("node_memory_\(word)", .gauge, help: "\(field) of /proc/meminfo, in huge pages.")
    }

    func collect(into sink: inout MetricSink) throws {
        let values = try files.read { try $0.memInfo(with: &$1) }
        for (index, family) in Self.families.enumerated() {
            guard let value = values[index] else { continue }
            sink.begin(family)
            sink.sample(value)
        }
    }
}
