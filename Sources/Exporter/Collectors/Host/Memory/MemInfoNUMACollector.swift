import ProcFS
import Prometheus

/// `node_memory_numa_*`: memory of each NUMA node, in the kernel's own fields.
struct MemInfoNUMACollector: Collector {
    let name = "meminfo_numa"
    let sysfs: SysFS
    let files: HostFiles

    private static let field = MetricFamilyPattern(
        "node_memory_numa_*", .gauge, help: "* of a NUMA node's meminfo, in bytes or huge pages.")
    private static let statistic = MetricFamilyPattern(
        "node_memory_numa_*_total", .counter, help: "* of a NUMA node's numastat, in pages.")

    func collect(into sink: inout MetricSink) throws {
        let nodes = try files.read { [sysfs] in try sysfs.nodeMemory(with: &$1) }
        write(Self.field, nodes.map { ($0.node, $0.fields) }, into: &sink)
        write(Self.statistic, nodes.map { ($0.node, $0.statistics) }, into: &sink)
    }

    /// A family for each field, which not every node needs to have.
    private func write(
        _ pattern: MetricFamilyPattern, _ nodes: [(node: String, fields: [NodeMemory.Field])], into sink: inout MetricSink
    ) {
        var seen: Set<String> = []
        for name in nodes.flatMap({ $0.fields.map(\.name) }) where seen.insert(name).inserted {
            sink.begin(pattern, name)
            for (node, fields) in nodes {
                if let field = fields.first(where: { $0.name == name }) { sink.sample("node", node, field.value) }
            }
        }
    }
}
