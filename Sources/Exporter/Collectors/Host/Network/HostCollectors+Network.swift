extension HostCollectors {
    /// Of interfaces, routes, protocols and sockets.
    static let network: [HostCollectorKind] = [
        HostCollectorKind("netdev") { NetDevCollector(files: $0.files()) },
        HostCollectorKind("netstat") { NetStatCollector(files: $0.files()) },
        HostCollectorKind("sockstat") { SockStatCollector(files: $0.files(), pageSizeBytes: $0.pageSizeBytes) },
    ]
}
