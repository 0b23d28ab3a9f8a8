import ProcFS
import Prometheus

/// `node_network_{receive,transmit}_*_total`, as node_exporter has them from `net/dev` rather than netlink.
struct NetDevCollector: Collector {
    let name = "netdev"
    let files: HostFiles

    private typealias Column = (family: MetricFamily, value: @Sendable (NetDev) -> UInt64)

    private static let columns: [Column] = [
        (family("receive_bytes", "Bytes received."), { $0.receive.bytes }),
        (family("receive_packets", "Packets received."), { $0.receive.packets }),
        (family("receive_errs", "Bad packets received."), { $0.receive.errors }),
        (family("receive_drop", "Packets received but not passed on."), { $0.receive.drop }),
        (family("receive_fifo", "Packets lost to a full receive queue."), { $0.receive.fifo }),
        (family("receive_frame", "Packets received with a framing error."), { $0.receive.frame }),
        (family("receive_compressed", "Compressed packets received."), { $0.receive.compressed }),
        (family("receive_multicast", "Multicast packets received."), { $0.receive.multicast }),
        (family("transmit_bytes", "Bytes sent."), { $0.transmit.bytes }),
        (family("transmit_packets", "Packets sent."), { $0.transmit.packets }),
        (family("transmit_errs", "Packets that could not be sent."), { $0.transmit.errors }),
        (family("transmit_drop", "Packets dropped on their way out."), { $0.transmit.drop }),
        (family("transmit_fifo", "Packets lost to a full transmit queue."), { $0.transmit.fifo }),
        (family("transmit_colls", "Collisions on the wire while sending."), { $0.transmit.collisions }),
        (family("transmit_carrier", "Packets not sent for want of a carrier."), { $0.transmit.carrier }),
        (family("transmit_compressed", "Compressed packets sent."), { $0.transmit.compressed }),
    ]

    private static func family(_ column: String, _ help: String) -> MetricFamily {
        MetricFamily("node_network_\(column)_total", .counter, help: help)
    }

    func collect(into sink: inout MetricSink) throws {
        let devices = try files.read { try $0.netDev(with: &$1) }
        guard !devices.isEmpty else { return }
        for (family, value) in Self.columns {
            sink.begin(family)
            for device in devices { sink.sample("device", device.name, value(device)) }
        }
    }
}
