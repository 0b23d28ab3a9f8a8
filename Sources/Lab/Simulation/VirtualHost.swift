import Diagnosis

/// The host the probes run on: counters that grow as they do on a quiet machine, unless something is wrong with it.
struct VirtualHost {
    /// Between two readings.
    static let interval = 15.0

    private var received: UInt64 = 4_000_000
    private var sent: UInt64 = 3_000_000
    private var receiveErrors: UInt64 = 3
    private var sendErrors: UInt64 = 0
    private var segments: UInt64 = 2_500_000
    private var retransmitted: UInt64 = 4_000
    private var synRetransmits: UInt64 = 300
    private var listenDrops: UInt64 = 2
    private var queueDrops: UInt64 = 0
    private var connections: UInt64 = 30_000
    private var taken: UInt64 = 4_100_000
    private var backlogDrops: UInt64 = 20

    /// The next reading, an interval after the one before.
    /// - Parameter at: by this host's clock, in Unix seconds.
    mutating func reading(at time: Double, suffering faults: Set<HostFault>) -> HostReading {
        grow(faults)
        var reading = HostReading(at: time)
        let isDown = faults.contains(.interfaceDown)
        var interface = HostReading.Interface(
            "eth0", isUp: !isDown, isDefault: !isDown && !faults.contains(.noRoute))
        (interface.receivedPackets, interface.sentPackets) = (received, sent)
        (interface.receiveErrors, interface.sendErrors) = (receiveErrors, sendErrors)
        (interface.receiveDrops, interface.sendDrops) = (0, 0)
        reading.interfaces = [interface]
        reading.defaultRoutes = interface.isDefault ? 1 : 0
        (reading.segmentsSent, reading.segmentsRetransmitted) = (segments, retransmitted)
        (reading.synRetransmits, reading.listenDrops, reading.requestQueueDrops) = (synRetransmits, listenDrops, queueDrops)
        let isStarved = faults.contains(.cpuStall)
        let isThrashing = faults.contains(.memoryStall)
        reading.cpuStallRatio = isStarved ? 0.94 : 0.02
        reading.loadAverage = isStarved ? 70 : 0.4
        reading.memoryStallRatio = isThrashing ? 0.55 : 0
        reading.ioStallRatio = isThrashing ? 0.6 : 0.01
        reading.memoryTotalBytes = 8 << 30
        reading.memoryAvailableBytes = isThrashing ? 60 << 20 : 5 << 30
        (reading.conntrackEntries, reading.conntrackLimit) = (faults.contains(.conntrackFull) ? 65_536 : 900, 65_536)
        (reading.connectionsOpened, reading.connectionsAccepted) = (connections, 400)
        (reading.connectionsReset, reading.resetsSent) = (connections / 50, connections / 20)
        (reading.packetsTaken, reading.backlogDrops) = (taken, backlogDrops)
        (reading.tcpMemoryPages, reading.tcpMemoryLimitPages) = (faults.contains(.tcpMemoryFull) ? 90_200 : 600, 90_000)
        (reading.tcpOrphans, reading.tcpOrphansLimit) = (1, 32_768)
        (reading.tcpSockets, reading.tcpTimeWait) = faults.contains(.portsTaken) ? (300, 27_900) : (60, 80)
        reading.ephemeralPorts = 28_232
        (reading.fileHandles, reading.fileHandlesLimit) = (2_000, 800_000)
        (reading.descriptors, reading.descriptorsLimit) = (faults.contains(.descriptorsFull) ? 1_024 : 40, 1_024)
        return reading
    }

    private mutating func grow(_ faults: Set<HostFault>) {
        let isCutOff = !faults.isDisjoint(with: [.interfaceDown, .noRoute, .gatewaySilent])
        received += isCutOff ? 5 : 900
        sent += isCutOff ? 5 : 700
        segments += isCutOff ? 5 : 600
        connections += 40
        taken += isCutOff ? 10 : 1000
        if faults.contains(.backlogDrops) { backlogDrops += 300 }
        retransmitted += faults.contains(.retransmits) ? 240 : 1
        if faults.contains(.interfaceErrors) { (receiveErrors, sendErrors) = (receiveErrors + 300, sendErrors + 40) }
        // A flood: what comes in overflows the queues, what goes out is lost in the same crowd.
        if faults.contains(.synDrops) {
            (listenDrops, queueDrops, synRetransmits) = (listenDrops + 900, queueDrops + 900, synRetransmits + 600)
        }
    }
}
