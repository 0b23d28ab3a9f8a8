import Netlink
import Prometheus

extension HostCollectors {
    /// Of interfaces, routes, protocols and sockets.
    static let network: [HostCollectorKind] = interfaces + sockets

    private static let interfaces: [HostCollectorKind] = [
        HostCollectorKind("netdev") { try NetDevCollector($0) },
        HostCollectorKind("netclass") { try makeNetClass($0) },
        HostCollectorKind("bonding") { BondingCollector(sysfs: $0.sysfs) },
        HostCollectorKind("arp") { try makeARP($0) },
        HostCollectorKind("network_route", isDefault: false) { _ in NetworkRouteCollector() },
    ]

    private static func makeARP(_ context: HostContext) throws -> any Collector {
        let filter = try NameFilter(context.settings.arpDevices)
        guard context.settings.arpNetlink, context.isOwnKernel, RouteSocket.isAllowed else {
            return ARPCollector(files: context.files(), filter: filter)
        }
        return ARPLinkCollector(filter: filter)
    }

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
