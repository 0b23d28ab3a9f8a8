extension HostCollectors {
    /// Of the kernel, the system on it, and the exporter among its processes.
    static let kernel: [HostCollectorKind] = [
        HostCollectorKind("time") { _ in TimeCollector() },
        HostCollectorKind("uname") { _ in UnameCollector() },
        HostCollectorKind("process") { ProcessCollector(files: HostFiles($0.ownProcfs), pageSizeBytes: $0.pageSizeBytes) },
    ]
}
