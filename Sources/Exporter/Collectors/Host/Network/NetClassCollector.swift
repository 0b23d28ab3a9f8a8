import Posix
import ProcFS
import Prometheus

/// `node_network_*`: what interfaces are, by sysfs.
struct NetClassCollector: Collector {
    let name = "netclass"
    let sysfs: SysFS
    let filter: NameFilter
    let ignoresInvalidSpeed: Bool

    func collect(into sink: inout MetricSink) throws {
        var reader = FileReader(capacity: 1 << 12)
        var interfaces: [NetClass] = []
        for name in try sysfs.interfaces() where filter.admits(name) {
            interfaces.append(sysfs.netClass(of: name, with: &reader))
        }
        guard !interfaces.isEmpty else { return }
        sink.begin(NetClassFamilies.up)
        for interface in interfaces { sink.sample("device", interface.name, interface.operationalState == "up") }
        sink.begin(NetClassFamilies.info)
        for interface in interfaces { writeInfo(interface, into: &sink) }
        for column in Self.columns { column.write(interfaces, name: \.name, into: &sink) }
        let speed = NetClassColumn<NetClass>(NetClassFamilies.speed) { [ignoresInvalidSpeed] interface in
            guard let speed = interface.speedMegabits, speed >= 0 || !ignoresInvalidSpeed else { return nil }
            return speed &* 1_000_000 / 8
        }
        speed.write(interfaces, name: \.name, into: &sink)
    }

    private func writeInfo(_ interface: NetClass, into sink: inout MetricSink) {
        sink.label("device", interface.name)
        sink.label("address", interface.address ?? "")
        sink.label("broadcast", interface.broadcast ?? "")
        sink.label("duplex", interface.duplex ?? "")
        sink.label("operstate", interface.operationalState ?? "")
        sink.label("adminstate", interface.flags.map { $0 & 1 == 1 ? "up" : "down" } ?? "unknown")
        sink.label("ifalias", interface.alias ?? "")
        sink.value(1 as UInt64)
    }

    private static let columns: [NetClassColumn<NetClass>] = [
        NetClassColumn(NetClassFamilies.addressAssignType) { $0.addressAssignType },
        NetClassColumn(NetClassFamilies.carrier) { $0.carrier },
        NetClassColumn(NetClassFamilies.carrierChanges) { $0.carrierChanges },
        NetClassColumn(NetClassFamilies.carrierUps) { $0.carrierUps },
        NetClassColumn(NetClassFamilies.carrierDowns) { $0.carrierDowns },
        NetClassColumn(NetClassFamilies.deviceID) { $0.deviceID },
        NetClassColumn(NetClassFamilies.dormant) { $0.dormant },
        NetClassColumn(NetClassFamilies.flags) { $0.flags },
        NetClassColumn(NetClassFamilies.index) { $0.index },
        NetClassColumn(NetClassFamilies.lower) { $0.lower },
        NetClassColumn(NetClassFamilies.linkMode) { $0.linkMode },
        NetClassColumn(NetClassFamilies.mtu) { $0.mtuBytes },
        NetClassColumn(NetClassFamilies.nameAssignType) { $0.nameAssignType },
        NetClassColumn(NetClassFamilies.group) { $0.group },
        NetClassColumn(NetClassFamilies.transmitQueueLength) { $0.transmitQueueLength },
        NetClassColumn(NetClassFamilies.hardwareType) { $0.hardwareType },
    ]
}
