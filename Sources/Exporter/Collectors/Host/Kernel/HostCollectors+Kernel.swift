extension HostCollectors {
    /// Of the kernel, the system on it, and the exporter among its processes.
    static let kernel: [HostCollectorKind] = [
        HostCollectorKind("cgroups", isDefault: false) { CgroupsCollector(files: $0.files()) },
        HostCollectorKind("entropy") { EntropyCollector(files: $0.files()) },
        HostCollectorKind("filefd") { FileFDCollector(files: $0.files()) },
        HostCollectorKind("kernel_hung") { KernelHungCollector(files: $0.files()) },
        HostCollectorKind("os") { OSCollector(rootfs: $0.rootfs, files: $0.files()) },
        HostCollectorKind("processes", isDefault: false) { ProcessesCollector(files: $0.files()) },
        HostCollectorKind("selinux") { SELinuxCollector(sysfs: $0.sysfs, rootfs: $0.rootfs, files: $0.files()) },
        HostCollectorKind("sysctl", isDefault: false) {
            SysctlCollector(files: $0.files(), numbers: $0.settings.sysctlNumbers, text: $0.settings.sysctlText)
        },
        HostCollectorKind("time") { TimeCollector(sysfs: $0.sysfs, files: $0.files()) },
        HostCollectorKind("timex") { _ in TimexCollector() },
        HostCollectorKind("uname") { _ in UnameCollector() },
        HostCollectorKind("process") { ProcessCollector(files: HostFiles($0.ownProcfs), pageSizeBytes: $0.pageSizeBytes) },
        HostCollectorKind("own_cgroup") { OwnCgroupCollector(files: HostFiles($0.ownProcfs)) },
    ]
}
