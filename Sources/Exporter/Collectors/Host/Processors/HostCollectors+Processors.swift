extension HostCollectors {
    /// Of processors, their interrupts and tasks.
    static let processors: [HostCollectorKind] = [
        HostCollectorKind("cpu") { CPUCollector(files: $0.files(), stat: $0.stat) },
        HostCollectorKind("loadavg") { LoadAverageCollector(files: $0.files()) },
        HostCollectorKind("stat") { StatCollector(files: $0.files(), stat: $0.stat) },
    ]
}
