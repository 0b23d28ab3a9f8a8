import ProcFS
import Prometheus

/// `node_cpu_vulnerabilities_info`: faults of the processors, and what the kernel does about them.
struct CPUVulnerabilitiesCollector: Collector {
    let name = "cpu_vulnerabilities"
    let files: HostFiles
    let sysfs: SysFS

    private static let info = MetricFamily(
        "node_cpu_vulnerabilities_info", .gauge,
        help: "Each fault of processors the kernel knows of, whether these have it and what is done about it, always 1.")

    func collect(into sink: inout MetricSink) throws {
        let vulnerabilities = try files.read { [sysfs] _, reader in try sysfs.processorVulnerabilities(with: &reader) }
        guard !vulnerabilities.isEmpty else { return }
        sink.begin(Self.info)
        for fault in vulnerabilities {
            sink.sample("codename", fault.name, "state", fault.state.rawValue, "mitigation", fault.mitigation, 1)
        }
    }
}
