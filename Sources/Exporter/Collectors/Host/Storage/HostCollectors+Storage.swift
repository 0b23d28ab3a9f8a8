import Posix

extension HostCollectors {
    /// Of disks and what is mounted from them.
    static let storage: [HostCollectorKind] = [
        HostCollectorKind("diskstats") { try DiskStatsCollector($0) },
        HostCollectorKind("filesystem") { try FilesystemCollector($0, crew: Crew()) },
        HostCollectorKind("mdadm") { RAIDCollector(files: $0.files(), sysfs: $0.sysfs) },
        HostCollectorKind("swap", isDefault: false) { SwapCollector(files: $0.files()) },
    ]
}
