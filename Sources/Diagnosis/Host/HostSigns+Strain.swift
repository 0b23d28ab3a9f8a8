/// What the last minute says of what this host is out of.
extension HostSigns {
    func cpu(_ reading: HostReading) -> HostSign? {
        guard let ratio = recent(\.cpuStallRatio), let severity = severity(ratio, mild: 0.5, severe: 0.8) else { return nil }
        let load = reading.loadAverage.map { $0.isFinite ? " (load \(Int(max(0, min($0, 1e9)))))" : "" } ?? ""
        return HostSign(
            kind: .cpuStall, severity: severity, text: "tasks wait for a processor \(percent(ratio)) of the time\(load)")
    }

    func memory(_ reading: HostReading) -> HostSign? {
        if let ratio = recent(\.memoryStallRatio), let severity = severity(ratio, mild: 0.1, severe: 0.3) {
            let disk = recent(\.ioStallRatio).map { ", for a disk \(percent($0))" } ?? ""
            return HostSign(
                kind: .memoryStall, severity: severity, text: "all tasks wait for memory \(percent(ratio)) of the time\(disk)")
        }
        guard let free = share(of: reading.memoryAvailableBytes, in: reading.memoryTotalBytes), free < 0.02 else { return nil }
        return HostSign(kind: .memoryStall, severity: .mild, text: "only \(percent(free)) of its memory is available")
    }

    func conntrack(_ reading: HostReading) -> HostSign? {
        guard let ratio = share(of: reading.conntrackEntries, in: reading.conntrackLimit),
            let severity = severity(ratio, mild: 0.9, severe: 0.98)
        else { return nil }
        return HostSign(kind: .conntrack, severity: severity, text: "its table of tracked connections is \(percent(ratio)) full")
    }

    func descriptors(_ reading: HostReading) -> HostSign? {
        let own = share(of: reading.descriptors, in: reading.descriptorsLimit) ?? 0
        let system = share(of: reading.fileHandles, in: reading.fileHandlesLimit) ?? 0
        guard let severity = severity(max(own, system), mild: 0.9, severe: 0.98) else { return nil }
        let whose = own >= system ? "of the exporter's file descriptors" : "of the system's file handles"
        return HostSign(kind: .descriptors, severity: severity, text: "\(percent(max(own, system))) \(whose) are in use")
    }

    /// Memory, places and ports that sockets share.
    func sockets(_ reading: HostReading) -> HostSign? {
        var found: [HostSign] = []
        func add(_ severity: HostSign.Severity, _ text: String) {
            found.append(HostSign(kind: .sockets, severity: severity, text: text))
        }
        if let ratio = share(of: reading.tcpMemoryPages, in: reading.tcpMemoryLimitPages),
            let severity = severity(ratio, mild: 0.9, severe: 0.98)
        {
            add(severity, "TCP has used \(percent(ratio)) of the memory it may")
        }
        // Beyond the limit only such connections are cut as no program holds any more.
        if let ratio = share(of: reading.tcpOrphans, in: reading.tcpOrphansLimit), ratio >= 0.9 {
            add(.mild, "\(percent(ratio)) of the TCP connections it may hold for no program are there")
        }
        if let text = ports { add(.mild, text) }
        return found.max { $0.severity < $1.severity }
    }

    /// As many outgoing connections as there are ports, and no more: they all go to one place, and there is no port for the next.
    ///
    /// The kernel counts neither ports nor directions. The share of the connections opened that went out stands for that of all
    /// there are; a host with more of them than ports has several places to go to, where the same port serves again.
    private var ports: String? {
        guard let opened = rise(\.connectionsOpened), let accepted = rise(\.connectionsAccepted), opened > 0 else { return nil }
        let outgoing = opened / (opened + accepted)
        var last = (share: 0.0, waiting: UInt64(0), ports: UInt64(0))
        for reading in readings.suffix(2) {
            guard let ports = reading.ephemeralPorts, ports > 0, let held = reading.tcpSockets, let waiting = reading.tcpTimeWait
            else { return nil }
            last = ((Double(held) + Double(waiting)) * outgoing / Double(ports), waiting, ports)
            guard (0.9...1.1).contains(last.share) else { return nil }
        }
        return "about \(percent(min(last.share, 1))) of its \(last.ports) ports for outgoing connections are taken; "
            + "\(last.waiting) connections are over and wait for stragglers"
    }
}
