extension HostCollectors {
    /// Of protocols, sockets and what becomes of packets on their way to them.
    static let sockets: [HostCollectorKind] = [
        HostCollectorKind("conntrack") { ConntrackCollector(files: $0.files()) },
        HostCollectorKind("netstat") { try NetStatCollector(files: $0.files(), fields: $0.settings.netstatFields) },
        HostCollectorKind("sockstat") { SockStatCollector(files: $0.files(), pageSizeBytes: $0.pageSizeBytes) },
        HostCollectorKind("softnet") { SoftNetCollector(files: $0.files()) },
        HostCollectorKind("tcpstat", isDefault: false) { TCPStatCollector(procfs: $0.procfs, asksKernel: $0.isOwnKernel) },
        HostCollectorKind("udp_queues") { UDPQueuesCollector(procfs: $0.procfs) },
    ]
}
