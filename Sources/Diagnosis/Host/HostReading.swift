/// Plain numbers of one sampling of this host; what could not be read is `nil`.
///
/// Counters are the kernel's, since boot; rates follow from two readings.
package struct HostReading: Sendable, Equatable {
    /// One network interface but the loopback.
    package struct Interface: Sendable, Equatable {
        package var name: String
        /// Whether the kernel calls it able to carry traffic; `nil` where it does not say.
        package var isUp: Bool?
        /// Whether a default route leaves by it.
        package var isDefault = false
        package var receivedPackets: UInt64?
        package var receiveErrors: UInt64?
        package var receiveDrops: UInt64?
        package var sentPackets: UInt64?
        package var sendErrors: UInt64?
        package var sendDrops: UInt64?

        package init(_ name: String, isUp: Bool? = nil, isDefault: Bool = false) {
            self.name = name
            self.isUp = isUp
            self.isDefault = isDefault
        }
    }

    /// Unix seconds.
    package var at: Double
    package var interfaces: [Interface]?
    /// Of both families.
    package var defaultRoutes: Int?

    /// TCP segments, all of them.
    package var segmentsSent: UInt64?
    package var segmentsRetransmitted: UInt64?
    package var synRetransmits: UInt64?
    /// Connections to this host dropped by full queues: `ListenDrops`.
    package var listenDrops: UInt64?
    /// Connections to this host dropped by a full request queue: `TCPReqQFullDrop`.
    package var requestQueueDrops: UInt64?
    /// TCP connections opened from here: `ActiveOpens`.
    package var connectionsOpened: UInt64?
    /// TCP connections opened to this host: `PassiveOpens`.
    package var connectionsAccepted: UInt64?
    /// Established TCP connections that a reset ended, from either side: `EstabResets`.
    package var connectionsReset: UInt64?
    /// `OutRsts`.
    package var resetsSent: UInt64?

    /// Packets taken from the interfaces' queues, over all processors.
    package var packetsTaken: UInt64?
    /// Packets lost to full backlogs, over all processors.
    package var backlogDrops: UInt64?

    /// Share of the last 10 s in which some task waited for a processor: 0 to 1.
    package var cpuStallRatio: Double?
    /// Share of the last 10 s in which all tasks waited for memory: 0 to 1.
    package var memoryStallRatio: Double?
    /// Share of the last 10 s in which all tasks waited for a disk: 0 to 1.
    package var ioStallRatio: Double?
    /// Mean number of tasks running or waiting in the last minute.
    package var loadAverage: Double?
    package var memoryAvailableBytes: UInt64?
    package var memoryTotalBytes: UInt64?

    package var conntrackEntries: UInt64?
    package var conntrackLimit: UInt64?
    package var tcpMemoryPages: UInt64?
    package var tcpMemoryLimitPages: UInt64?
    /// TCP connections no program holds any more.
    package var tcpOrphans: UInt64?
    package var tcpOrphansLimit: UInt64?
    /// TCP connections that are over, but still hold their ports.
    package var tcpTimeWait: UInt64?
    /// TCP sockets of both families but those above.
    package var tcpSockets: UInt64?
    /// How many ports there are for connections opened from here.
    package var ephemeralPorts: UInt64?
    /// Of the whole system.
    package var fileHandles: UInt64?
    package var fileHandlesLimit: UInt64?
    /// Of the exporter itself.
    package var descriptors: UInt64?
    package var descriptorsLimit: UInt64?

    package init(at: Double) {
        self.at = at
    }
}
