import Glibc
package import ProcFS
package import Prometheus

/// The collectors of the host, with node_exporter's names, families and labels.
package enum HostCollectors {
    /// All of them, in the order their families are written.
    ///
    /// - Parameters:
    ///   - procfs: the host's files, perhaps mounted elsewhere.
    ///   - ownProcfs: where `self` is this very process.
    package static func all(
        procfs: ProcFS, ownProcfs: ProcFS = ProcFS(), pageSizeBytes: UInt64 = pageSizeBytes
    ) -> [any Collector] {
        let files = HostFiles(procfs)
        return [
            CPUCollector(files: files),
            LoadAverageCollector(files: files),
            MemInfoCollector(files: files),
            NetDevCollector(files: files),
            NetStatCollector(files: files),
            PressureCollector(files: files),
            SockStatCollector(files: files, pageSizeBytes: pageSizeBytes),
            StatCollector(files: files),
            TimeCollector(),
            UnameCollector(),
            ProcessCollector(files: HostFiles(ownProcfs), pageSizeBytes: pageSizeBytes),
        ]
    }

    /// The kernel's page, in which it counts memory.
    package static let pageSizeBytes = UInt64(clamping: sysconf(Int32(_SC_PAGESIZE)))
}
