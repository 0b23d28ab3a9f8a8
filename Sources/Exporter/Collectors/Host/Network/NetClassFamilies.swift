import Prometheus

/// The families of what interfaces are, the same wherever it is read.
enum NetClassFamilies {
    private static func gauge(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_network_\(name)", .gauge, help: help)
    }

    private static func counter(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_network_\(name)_total", .counter, help: help)
    }

    static let up = gauge("up", "Whether the interface's operational state is up: not so for some that work, as of loopback.")
    static let info = gauge("info", "Addresses, states and alias of interfaces; always 1.")
    static let alternativeNames = gauge("altnames_info", "Further names of interfaces; always 1.")
    static let addressAssignType = gauge(
        "address_assign_type", "Where the hardware address is from: 0 device, 1 chance, 2 another interface, 3 administrator.")
    static let carrier = gauge("carrier", "Whether the link has its carrier.")
    static let carrierChanges = counter("carrier_changes", "Times the carrier came or went.")
    static let carrierUps = counter("carrier_up_changes", "Times the carrier came.")
    static let carrierDowns = counter("carrier_down_changes", "Times the carrier went.")
    static let deviceID = gauge("device_id", "The device's own number, which tells apart those that share a port's address.")
    static let dormant = gauge("dormant", "Whether the link waits for something outside, such as permission to join a network.")
    static let flags = gauge("flags", "The interface's flags, as bits of netdevice(7).")
    static let index = gauge("iface_id", "The interface's number.")
    static let lower = gauge("iface_link", "Number of the interface below, or of the interface itself.")
    static let linkMode = gauge("iface_link_mode", "Who sees to the interface's operational state: 0 the kernel, 1 a process.")
    static let mtu = gauge("mtu_bytes", "The longest packet that is sent in one piece.")
    static let nameAssignType = gauge(
        "name_assign_type", "Where the name is from: 1 the kernel, 2 the kernel predictably, 3 a process, 4 renamed by one.")
    static let group = gauge("net_dev_group", "The interface's group, as the administrator chose.")
    static let speed = gauge("speed_bytes", "Bytes the link can carry in a second; negative where unknown.")
    static let transmitQueueLength = gauge("transmit_queue_length", "Packets that may wait to be sent.")
    static let hardwareType = gauge("protocol_type", "The kind of link, by the kernel's numbers of hardware addresses.")
}

/// A family with a value for each interface that has one.
struct NetClassColumn<Interface>: Sendable {
    let family: MetricFamily
    let value: @Sendable (Interface) -> Int64?

    init(_ family: MetricFamily, _ value: @escaping @Sendable (Interface) -> Int64?) {
        self.family = family
        self.value = value
    }

    func write(_ interfaces: [Interface], name: (Interface) -> String, into sink: inout MetricSink) {
        var isBegun = false
        for interface in interfaces {
            guard let value = value(interface) else { continue }
            if !isBegun { sink.begin(family) }
            isBegun = true
            sink.sample("device", name(interface), value)
        }
    }
}
