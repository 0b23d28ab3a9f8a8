extension HostCollectors {
    /// Of memory and its lack.
    static let memory: [HostCollectorKind] = [
        HostCollectorKind("buddyinfo", isDefault: false) { BuddyInfoCollector(files: $0.files()) },
        HostCollectorKind("ksmd", isDefault: false) { KSMDCollector(sysfs: $0.sysfs, files: $0.files()) },
        HostCollectorKind("meminfo") { MemInfoCollector(files: $0.files()) },
        HostCollectorKind("meminfo_numa", isDefault: false) { MemInfoNUMACollector(sysfs: $0.sysfs, files: $0.files()) },
        HostCollectorKind("pressure") { PressureCollector(files: $0.files(), isOwnKernel: $0.isOwnKernel) },
        HostCollectorKind("vmstat") { try VMStatCollector(files: $0.files(), fields: $0.settings.vmstatFields) },
    ]
}
