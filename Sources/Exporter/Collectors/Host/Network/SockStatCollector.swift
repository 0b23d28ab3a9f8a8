import ProcFS
import Prometheus

/// `node_sockstat_<protocol>_<field>`, and memory in bytes beside that in pages.
struct SockStatCollector: Collector {
    let name = "sockstat"
    let files: HostFiles
    let pageSizeBytes: UInt64

    private struct Field {
        let family: MetricFamily
        let inBytes: MetricFamily?
    }

    private static let fields = SockStat.table.names.map { name in
        Field(
            family: MetricFamily("node_sockstat_\(name)", .gauge, help: "\(name) of /proc/net/sockstat or sockstat6."),
            inBytes: name.hasSuffix("_mem")
                ? MetricFamily("node_sockstat_\(name)_bytes", .gauge, help: "\(name) of /proc/net/sockstat, in bytes.") : nil)
    }

    func collect(into sink: inout MetricSink) throws {
        let values = try files.read { try $0.sockStat(with: &$1) }
        for (index, field) in Self.fields.enumerated() {
            guard let value = values[index] else { continue }
            sink.begin(field.family)
            sink.sample(value)
            guard let inBytes = field.inBytes else { continue }
            sink.begin(inBytes)
            sink.sample(Double(value) * Double(pageSizeBytes))
        }
    }
}
