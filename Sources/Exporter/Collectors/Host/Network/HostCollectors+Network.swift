extension HostCollectors {
    /// Of interfaces, routes, protocols and sockets.
    static let network: [HostCollectorKind] =
        [
            HostCollectorKind("netdev") { NetDevCollector(files: $0.files()) }
        ] + sockets
}
