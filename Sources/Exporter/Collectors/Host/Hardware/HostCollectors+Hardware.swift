extension HostCollectors {
    /// Of sensors and the like.
    static let hardware: [HostCollectorKind] = [
    ]
}
