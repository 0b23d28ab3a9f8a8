extension HostCollectors {
    /// Of disks and file systems.
    static let storage: [HostCollectorKind] = [
    ]
}
