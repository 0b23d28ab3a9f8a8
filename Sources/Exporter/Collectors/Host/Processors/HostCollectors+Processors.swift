extension HostCollectors {
    /// Of processors, their interrupts and tasks.
    static let processors: [HostCollectorKind] = [
        HostCollectorKind("cpu") { try CPUCollector($0) },
        HostCollectorKind("cpufreq") { CPUFreqCollector($0) },
        HostCollectorKind("cpu_vulnerabilities", isDefault: false) {
            CPUVulnerabilitiesCollector(files: $0.files(), sysfs: $0.sysfs)
        },
        HostCollectorKind("loadavg") { LoadAverageCollector(files: $0.files()) },
        HostCollectorKind("stat") { StatCollector($0) },
        HostCollectorKind("schedstat") { SchedStatCollector(files: $0.files()) },
        HostCollectorKind("interrupts", isDefault: false) { try InterruptsCollector($0) },
        HostCollectorKind("softirqs", isDefault: false) { SoftIRQsCollector(files: $0.files()) },
    ]
}
