import Glibc
import Netlink
import Posix
import ProcFS
import Prometheus
import Synchronization

/// `node_network_*`: what interfaces are, by netlink but for three attributes that are in sysfs alone.
final class NetClassLinkCollector: Collector {
    let name = "netclass"
    private let sysfs: SysFS
    private let filter: NameFilter
    private let withStatistics: Bool
    private let socket = Mutex(RouteSocket())

    /// - Parameter withStatistics: adds the families of the collector netdev with all detail, which must not run too.
    init(sysfs: SysFS, filter: NameFilter, withStatistics: Bool) {
        self.sysfs = sysfs
        self.filter = filter
        self.withStatistics = withStatistics
    }

    private struct Interface {
        let link: Link
        let mode: LinkMode?
        let addressAssignType: Int64?
        let deviceID: Int64?
        let nameAssignType: Int64?
    }

    func collect(into sink: inout MetricSink) throws {
        let interfaces = try interfaces()
        guard !interfaces.isEmpty else { return }
        sink.begin(NetClassFamilies.up)
        for interface in interfaces { sink.sample("device", interface.link.name, interface.link.operationalState == 6) }
        sink.begin(NetClassFamilies.info)
        for interface in interfaces { writeInfo(interface, into: &sink) }
        if interfaces.contains(where: { !$0.link.alternativeNames.isEmpty }) {
            sink.begin(NetClassFamilies.alternativeNames)
            for link in interfaces.lazy.map(\.link) {
                for name in link.alternativeNames { sink.sample("altname", name, "device", link.name, 1) }
            }
        }
        for column in Self.columns { column.write(interfaces, name: \.link.name, into: &sink) }
        if withStatistics { writeStatistics(interfaces, into: &sink) }
    }

    private func interfaces() throws -> [Interface] {
        let links = try socket.withLock { try $0.links() }.filter { filter.admits($0.name) }
        let modes = Dictionary(try linkModes().map { ($0.link, $0) }) { first, _ in first }
        var reader = FileReader(capacity: 1 << 10)
        return links.map { link in
            func attribute(_ name: String) -> Int64? { sysfs.attribute(name, of: link.name, with: &reader) }
            return Interface(
                link: link, mode: modes[link.index], addressAssignType: attribute("addr_assign_type"),
                deviceID: attribute("dev_id"), nameAssignType: attribute("name_assign_type"))
        }
    }

    /// None on a kernel that has not learnt to tell.
    private func linkModes() throws(NetlinkError) -> [LinkMode] {
        do throws(NetlinkError) {
            return try LinkMode.all()
        } catch {
            if case .refused(Errno(ENOENT)) = error { return [] }
            throw error
        }
    }

    private func writeInfo(_ interface: Interface, into sink: inout MetricSink) {
        let link = interface.link
        sink.label("device", link.name)
        sink.label("address", Self.text(link.address))
        sink.label("broadcast", Self.text(link.broadcast))
        sink.label("duplex", interface.mode?.duplex.map(Self.word) ?? "")
        let states = ["unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"]
        let state = Int(link.operationalState ?? 0)
        sink.label("operstate", states.indices.contains(state) ? states[state] : "unknown")
        sink.label("ifalias", link.alias ?? "")
        sink.value(1 as UInt64)
    }

    private func writeStatistics(_ interfaces: [Interface], into sink: inout MetricSink) {
        for column in NetDevFamilies.detailedColumns {
            sink.begin(column.family)
            for link in interfaces.lazy.map(\.link) {
                guard let statistics = link.statistics else { continue }
                sink.sample("device", link.name, column.counters.reduce(0) { $0 &+ statistics[$1] })
            }
        }
    }

    private static func text(_ address: [UInt8]) -> String {
        address.map { $0 < 16 ? "0" + String($0, radix: 16) : String($0, radix: 16) }.joined(separator: ":")
    }

    /// In node_exporter's spelling, which by sysfs is another.
    private static func word(_ duplex: LinkMode.Duplex) -> String {
        switch duplex {
        case .half: "Half"
        case .full: "Full"
        case .unknown: "Unknown"
        }
    }

    private static let columns: [NetClassColumn<Interface>] = [
        NetClassColumn(NetClassFamilies.addressAssignType) { $0.addressAssignType },
        NetClassColumn(NetClassFamilies.carrier) { $0.link.carrier.map(Int64.init) },
        NetClassColumn(NetClassFamilies.carrierChanges) { $0.link.carrierChanges.map(Int64.init) },
        NetClassColumn(NetClassFamilies.carrierUps) { $0.link.carrierUps.map(Int64.init) },
        NetClassColumn(NetClassFamilies.carrierDowns) { $0.link.carrierDowns.map(Int64.init) },
        NetClassColumn(NetClassFamilies.deviceID) { $0.deviceID },
        // So in node_exporter: netlink does not say whether a link is dormant.
        NetClassColumn(NetClassFamilies.dormant) { $0.link.linkMode.map(Int64.init) },
        NetClassColumn(NetClassFamilies.flags) { Int64($0.link.flags) },
        NetClassColumn(NetClassFamilies.index) { Int64($0.link.index) },
        NetClassColumn(NetClassFamilies.lower) { Int64($0.link.lower ?? $0.link.index) },
        NetClassColumn(NetClassFamilies.linkMode) { $0.link.linkMode.map(Int64.init) },
        NetClassColumn(NetClassFamilies.mtu) { $0.link.mtuBytes.map(Int64.init) },
        NetClassColumn(NetClassFamilies.nameAssignType) { $0.nameAssignType },
        NetClassColumn(NetClassFamilies.group) { $0.link.group.map(Int64.init) },
        NetClassColumn(NetClassFamilies.speed) { $0.mode?.speedMegabits.map { Int64($0) * 1_000_000 / 8 } },
        NetClassColumn(NetClassFamilies.transmitQueueLength) { $0.link.transmitQueueLength.map(Int64.init) },
        NetClassColumn(NetClassFamilies.hardwareType) { Int64($0.link.hardwareType) },
    ]
}
