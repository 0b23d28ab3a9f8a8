import Prometheus

extension HostCollectors {
    /// Of interfaces, routes, protocols and sockets.
    static let network: [HostCollectorKind] =
        [
        HostCollectorKind("netdev") { try NetDevCollector($0) },
        HostCollectorKind("netclass") { try makeNetClass($0) },
        HostCollectorKind("bonding") { BondingCollector(sysfs: $0.sysfs) },
        HostCollectorKind("arp") { try ARPCollector($0) },
        HostCollectorKind("network_route", isDefault: false) { _ in NetworkRouteCollector() },
    ] + sockets

    private static func makeNetClass(_ context: HostContext) throws -> any Collector {
        let settings = context.settings.netclass
        let filter = try NameFilter(settings.devices)
        guard settings.netlink else {
            return NetClassCollector(
                sysfs: context.sysfs, filter: filter, ignoresInvalidSpeed: settings.ignoresInvalidSpeed)
        }
        return NetClassLinkCollector(sysfs: context.sysfs, filter: filter, withStatistics: settings.withStatistics)
    }
}
