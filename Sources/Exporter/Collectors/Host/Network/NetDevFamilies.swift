import Netlink
import ProcFS
import Prometheus

/// The families of traffic, which depend on where it is read and on how much detail is asked for.
enum NetDevFamilies {
    /// A family and the sum it is of, by netlink.
    struct Column: Sendable {
        let family: MetricFamily
        let counters: [LinkCounter]

        init(_ family: MetricFamily, _ counters: LinkCounter...) {
            self.family = family
            self.counters = counters
        }
    }

    static func family(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_network_\(name)_total", .counter, help: help)
    }

    private static let receivedBytes = family("receive_bytes", "Bytes received.")
    private static let receivedPackets = family("receive_packets", "Packets received.")
    private static let receivedCompressed = family("receive_compressed", "Compressed packets received.")
    private static let receivedUnhandled = family("receive_nohandler", "Packets received that nobody on this host wanted.")
    private static let sentBytes = family("transmit_bytes", "Bytes sent.")
    private static let sentPackets = family("transmit_packets", "Packets sent.")
    private static let sentCompressed = family("transmit_compressed", "Compressed packets sent.")

    private static let receiveErrs = family("receive_errs", "Bad packets received.")
    private static let receiveDrop = family(
        "receive_drop", "Packets received but not passed on, and those missed for want of room.")
    private static let receiveFIFO = family("receive_fifo", "Packets lost to a full receive queue.")
    private static let receiveFrame = family(
        "receive_frame", "Packets received with a bad frame, length or checksum, or longer than there was room for.")
    private static let receiveMulticast = family("receive_multicast", "Multicast packets received.")
    private static let sendErrs = family("transmit_errs", "Packets that could not be sent.")
    private static let sendDrop = family("transmit_drop", "Packets dropped on their way out.")
    private static let sendFIFO = family("transmit_fifo", "Packets lost to a full transmit queue.")
    private static let sendCollisions = family("transmit_colls", "Collisions on the wire while sending.")
    private static let sendCarrier = family(
        "transmit_carrier", "Packets not sent for want of a carrier, or given up for another fault of the link.")

    /// By netlink, summed as the kernel does for `net/dev` (net/core/net-procfs.c).
    static let columns = [
        Column(receivedBytes, .receivedBytes), Column(receivedPackets, .receivedPackets), Column(receiveErrs, .receiveErrors),
        Column(receiveDrop, .receiveDrops, .receiveMisses), Column(receiveFIFO, .receiveFIFOErrors),
        Column(receiveFrame, .receiveFrameErrors, .receiveLengthErrors, .receiveOverruns, .receiveChecksumErrors),
        Column(receivedCompressed, .receivedCompressed), Column(receiveMulticast, .multicast),
        Column(receivedUnhandled, .receivedUnhandled), Column(sentBytes, .sentBytes), Column(sentPackets, .sentPackets),
        Column(sendErrs, .sendErrors), Column(sendDrop, .sendDrops), Column(sendFIFO, .sendFIFOErrors),
        Column(sendCollisions, .collisions),
        Column(sendCarrier, .sendCarrierErrors, .sendAborts, .sendHeartbeatErrors, .sendWindowErrors),
        Column(sentCompressed, .sentCompressed),
    ]

    private static let receiveErrors = family("receive_errors", "Bad packets received, for any cause.")
    private static let receiveDropped = family("receive_dropped", "Packets received but not passed on.")
    private static let sendErrors = family("transmit_errors", "Packets that could not be sent, for any cause.")
    private static let sendDropped = family("transmit_dropped", "Packets dropped on their way out.")

    /// By netlink, with each cause apart.
    static let detailedColumns = [
        Column(receivedBytes, .receivedBytes), Column(receivedPackets, .receivedPackets),
        Column(receiveErrors, .receiveErrors), Column(receiveDropped, .receiveDrops),
        Column(family("receive_length_errors", "Packets received of a length that is not allowed."), .receiveLengthErrors),
        Column(family("receive_over_errors", "Packets received that were longer than there was room for."), .receiveOverruns),
        Column(family("receive_crc_errors", "Packets received with a bad checksum."), .receiveChecksumErrors),
        Column(family("receive_frame_errors", "Packets received with a bad frame."), .receiveFrameErrors),
        Column(family("receive_fifo_errors", "Packets lost to a full receive queue."), .receiveFIFOErrors),
        Column(family("receive_missed_errors", "Packets missed for want of room on the host."), .receiveMisses),
        Column(receivedCompressed, .receivedCompressed), Column(receivedUnhandled, .receivedUnhandled),
        Column(family("multicast", "Multicast packets received."), .multicast),
        Column(family("collisions", "Collisions on the wire while sending."), .collisions),
        Column(sentBytes, .sentBytes), Column(sentPackets, .sentPackets), Column(sendErrors, .sendErrors),
        Column(sendDropped, .sendDrops),
        Column(family("transmit_aborted_errors", "Packets whose sending was given up."), .sendAborts),
        Column(family("transmit_carrier_errors", "Packets not sent for want of a carrier."), .sendCarrierErrors),
        Column(family("transmit_fifo_errors", "Packets lost to a full transmit queue."), .sendFIFOErrors),
        Column(family("transmit_heartbeat_errors", "Packets sent without the link's heartbeat."), .sendHeartbeatErrors),
        Column(family("transmit_window_errors", "Packets sent whose collision came too late."), .sendWindowErrors),
        Column(sentCompressed, .sentCompressed),
    ]

    /// Of `net/dev`, in the file's order: see ``NetDev/appendCounters(to:)``.
    static func fileFamilies(isDetailed: Bool) -> [MetricFamily] {
        [
            receivedBytes, receivedPackets, isDetailed ? receiveErrors : receiveErrs, isDetailed ? receiveDropped : receiveDrop,
            receiveFIFO, receiveFrame, receivedCompressed, receiveMulticast, sentBytes, sentPackets,
            isDetailed ? sendErrors : sendErrs, isDetailed ? sendDropped : sendDrop, sendFIFO, sendCollisions, sendCarrier,
            sentCompressed,
        ]
    }
}

extension NetDev {
    /// Appends the 16 numbers of the interface's line.
    func appendCounters(to values: inout [UInt64]) {
        values.append(receive.bytes)
        values.append(receive.packets)
        values.append(receive.errors)
        values.append(receive.drop)
        values.append(receive.fifo)
        values.append(receive.frame)
        values.append(receive.compressed)
        values.append(receive.multicast)
        values.append(transmit.bytes)
        values.append(transmit.packets)
        values.append(transmit.errors)
        values.append(transmit.drop)
        values.append(transmit.fifo)
        values.append(transmit.collisions)
        values.append(transmit.carrier)
        values.append(transmit.compressed)
    }
}
