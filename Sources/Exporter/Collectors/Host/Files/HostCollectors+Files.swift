extension HostCollectors {
    /// Of metrics that others leave in files.
    static let files: [HostCollectorKind] = [
    ]
}
