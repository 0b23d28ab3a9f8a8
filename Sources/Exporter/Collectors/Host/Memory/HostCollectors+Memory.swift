extension HostCollectors {
    /// Of memory and its lack.
    static let memory: [HostCollectorKind] = [
        HostCollectorKind("meminfo") { MemInfoCollector(files: $0.files()) },
        HostCollectorKind("pressure") { PressureCollector(files: $0.files()) },
    ]
}
