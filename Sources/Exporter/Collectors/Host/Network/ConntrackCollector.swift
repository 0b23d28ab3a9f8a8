import ProcFS
import Prometheus

/// `node_nf_conntrack_*`: gauges all, as node_exporter has them, though most only grow.
struct ConntrackCollector: Collector {
    let name = "conntrack"
    let files: HostFiles

    private static let entries = MetricFamily("node_nf_conntrack_entries", .gauge, help: "Connections tracked now.")
    private static let limit = MetricFamily(
        "node_nf_conntrack_entries_limit", .gauge, help: "Connections tracked at most: new ones beyond it are dropped.")

    private typealias Column = (family: MetricFamily, value: @Sendable (ConntrackStatistics) -> UInt64)

    private static let columns: [Column] = [
        (family("drop", "Packets dropped for want of an entry, or by a protocol's helper."), { $0.drop }),
        (family("early_drop", "Entries thrown out to make room."), { $0.earlyDrop }),
        (family("found", "Searches that found their entry."), { $0.found }),
        (family("ignore", "Packets that were not to be tracked, or were already."), { $0.ignore }),
        (family("insert", "Entries put into the table."), { $0.insert }),
        (family("insert_failed", "Entries not put into the table, mostly for an equal one there."), { $0.insertFailed }),
        (family("invalid", "Packets that cannot be tracked."), { $0.invalid }),
        (family("search_restart", "Searches begun again because the table changed its size."), { $0.searchRestart }),
    ]

    private static func family(_ column: String, _ help: String) -> MetricFamily {
        MetricFamily("node_nf_conntrack_stat_\(column)", .gauge, help: help)
    }

    func collect(into sink: inout MetricSink) throws {
        let (table, statistics) = try files.read { (procfs, reader) in
            // First the small files: a reader that has grown costs the kernel that much for each of them.
            (try procfs.conntrack(with: &reader), try procfs.conntrackStatistics(with: &reader))
        }
        sink.begin(Self.entries)
        sink.sample(table.entries)
        sink.begin(Self.limit)
        sink.sample(table.entriesLimit)
        guard let statistics else { return }
        for (family, value) in Self.columns {
            sink.begin(family)
            sink.sample(value(statistics))
        }
    }
}
