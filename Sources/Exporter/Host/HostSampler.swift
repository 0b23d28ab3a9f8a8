import Diagnosis
import Posix
import ProcFS

/// Takes one reading of this host from the kernel's files; what is missing or not understood is left out.
struct HostSampler: Sendable {
    let procfs: ProcFS
    /// The mount point of sysfs, for what `net/dev` does not say: whether an interface has its carrier.
    let sysfs: String

    /// A host of containers has hundreds of interfaces, of which one or two lead out.
    private static let interfaceLimit = 64

    /// - Parameter time: Unix seconds.
    func sample(at time: Double, with reader: inout FileReader) -> HostReading {
        var reading = HostReading(at: time)
        sampleRoutes(into: &reading, with: &reader)
        sampleNetwork(into: &reading, with: &reader)
        sampleStrain(into: &reading, with: &reader)
        sampleTables(into: &reading, with: &reader)
        sampleSockets(into: &reading, with: &reader)
        return reading
    }

    private func sampleRoutes(into reading: inout HostReading, with reader: inout FileReader) {
        let routes4 = try? procfs.defaultRoutes4(with: &reader)
        let routes6 = try? procfs.defaultRoutes6(with: &reader)
        // A namespace without IPv4 has no file for its routes; without either nothing is known.
        let routes = (routes4 ?? []) + (routes6 ?? [])
        reading.defaultRoutes = routes4 == nil && routes.isEmpty ? nil : routes.count
        let leading = Set(routes.map(\.interface))
        guard let devices = try? procfs.netDev(with: &reader) else { return }
        let sorted =
            devices.filter { $0.name != "lo" && leading.contains($0.name) }
            + devices.filter { $0.name != "lo" && !leading.contains($0.name) }
        reading.interfaces = sorted.prefix(Self.interfaceLimit).map { device in
            var interface = HostReading.Interface(
                device.name, isUp: isUp(device.name, with: &reader), isDefault: leading.contains(device.name))
            interface.receivedPackets = device.receive.packets
            interface.receiveErrors = device.receive.errors
            interface.receiveDrops = device.receive.drop
            interface.sentPackets = device.transmit.packets
            interface.sendErrors = device.transmit.errors
            interface.sendDrops = device.transmit.drop
            return interface
        }
    }

    /// Reads `class/net/<interface>/operstate` (kernel: Documentation/ABI/testing/sysfs-class-net): tunnels say "unknown".
    private func isUp(_ interface: String, with reader: inout FileReader) -> Bool? {
        // A name is the kernel's word, but a path must not be led elsewhere by it.
        guard !interface.contains("/"), (try? reader.read("\(sysfs)/class/net/\(interface)/operstate", limit: 64)) != nil else {
            return nil
        }
        let state = reader.withContents { bytes in
            String(decoding: bytes.indices.map { bytes[$0] }.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
        return switch state {
        case "up": true
        case "down", "lowerlayerdown", "notpresent": false
        default: nil
        }
    }

    private static let counters: Set = [
        "Tcp_OutSegs", "Tcp_RetransSegs", "Tcp_ActiveOpens", "Tcp_PassiveOpens", "Tcp_EstabResets", "Tcp_OutRsts",
        "TcpExt_TCPSynRetrans", "TcpExt_ListenDrops", "TcpExt_TCPReqQFullDrop",
    ]

    private func sampleNetwork(into reading: inout HostReading, with reader: inout FileReader) {
        if let rows = try? procfs.softNet(with: &reader) {
            reading.packetsTaken = rows.reduce(0) { $0 + UInt64($1.processed) }
            reading.backlogDrops = rows.reduce(0) { $0 + UInt64($1.dropped) }
        }
        var counters = NetStat { Self.counters.contains($0) }
        guard (try? procfs.read(&counters, with: &reader)) != nil else { return }
        reading.segmentsSent = counters.count("Tcp_OutSegs")
        reading.segmentsRetransmitted = counters.count("Tcp_RetransSegs")
        reading.synRetransmits = counters.count("TcpExt_TCPSynRetrans")
        reading.listenDrops = counters.count("TcpExt_ListenDrops")
        reading.requestQueueDrops = counters.count("TcpExt_TCPReqQFullDrop")
        reading.connectionsOpened = counters.count("Tcp_ActiveOpens")
        reading.connectionsAccepted = counters.count("Tcp_PassiveOpens")
        reading.connectionsReset = counters.count("Tcp_EstabResets")
        reading.resetsSent = counters.count("Tcp_OutRsts")
    }

    private func sampleSockets(into reading: inout HostReading, with reader: inout FileReader) {
        guard let sockets = try? procfs.sockStat(with: &reader) else { return }
        reading.tcpMemoryPages = sockets["TCP_mem"]
        reading.tcpOrphans = sockets["TCP_orphan"]
        reading.tcpTimeWait = sockets["TCP_tw"]
        reading.tcpSockets = sockets["TCP_inuse"].map { $0 &+ (sockets["TCP6_inuse"] ?? 0) }
        let limits = procfs.socketLimits(with: &reader)
        reading.tcpMemoryLimitPages = limits.tcpMemoryPages
        reading.tcpOrphansLimit = limits.tcpOrphans
        reading.ephemeralPorts = limits.ephemeralPorts.map { UInt64($0.count) }
    }

    private func sampleStrain(into reading: inout HostReading, with reader: inout FileReader) {
        let cpu = try? procfs.pressure(.cpu, with: &reader)
        let memory = try? procfs.pressure(.memory, with: &reader)
        let io = try? procfs.pressure(.io, with: &reader)
        reading.cpuStallRatio = cpu?.some.map { $0.average10 / 100 }
        reading.memoryStallRatio = memory?.full.map { $0.average10 / 100 }
        reading.ioStallRatio = io?.full.map { $0.average10 / 100 }
        reading.loadAverage = (try? procfs.loadAverage(with: &reader))?.oneMinute
        let sizes = try? procfs.memInfo(with: &reader)
        reading.memoryAvailableBytes = sizes?["MemAvailable"]
        reading.memoryTotalBytes = sizes?["MemTotal"]
    }

    private func sampleTables(into reading: inout HostReading, with reader: inout FileReader) {
        let conntrack = try? procfs.conntrack(with: &reader)
        reading.conntrackEntries = conntrack?.entries
        reading.conntrackLimit = conntrack?.entriesLimit
        let handles = try? procfs.fileHandles(with: &reader)
        reading.fileHandles = handles?.allocated
        reading.fileHandlesLimit = handles?.maximum
        reading.descriptors = (try? procfs.openDescriptors()).map(UInt64.init)
        reading.descriptorsLimit = ResourceLimits().openFiles
    }
}
