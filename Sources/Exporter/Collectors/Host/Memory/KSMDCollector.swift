import ProcFS
import Prometheus

/// `node_ksmd_*`: what the kernel's merging of equal pages does (kernel: Documentation/admin-guide/mm/ksm.rst).
struct KSMDCollector: Collector {
    let name = "ksmd"
    let sysfs: SysFS
    let files: HostFiles

    private static let fields: [(file: String, family: MetricFamily)] = [
        ("full_scans", MetricFamily("node_ksmd_full_scans_total", .counter, help: "Scans of all memory that may be merged.")),
        ("general_profit", gauge("general_profit_bytes", "Memory saved by merging, less what keeping account of it takes.")),
        ("merge_across_nodes", gauge("merge_across_nodes", "Whether pages of different NUMA nodes may be merged.")),
        ("pages_shared", gauge("pages_shared", "Merged pages in use.")),
        ("pages_sharing", gauge("pages_sharing", "Pages saved: further places that use a merged page.")),
        ("pages_to_scan", gauge("pages_to_scan", "Pages scanned before each sleep.")),
        ("pages_unshared", gauge("pages_unshared", "Pages found to have no equal so far.")),
        ("pages_volatile", gauge("pages_volatile", "Pages that change too fast to be compared.")),
        ("run", gauge("run", "Whether merging is stopped (0), on (1), or stopped and undone (2).")),
        ("sleep_millisecs", gauge("sleep_seconds", "Sleep between scans.")),
    ]

    private static func gauge(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_ksmd_\(name)", .gauge, help: help)
    }

    func collect(into sink: inout MetricSink) throws {
        // A kernel may be made without all of it, or lack one file or another.
        _ = try sysfs.presentNames(in: "kernel/mm/ksm")
        for (file, family) in Self.fields {
            let path = "kernel/mm/ksm/\(file)"
            guard let value = try files.read({ [sysfs] in try sysfs.integerIfPresent(path, with: &$1) }) else { continue }
            sink.begin(family)
            if file == "sleep_millisecs" { sink.sample(Double(value) / 1000) } else { sink.sample(value) }
        }
    }
}
