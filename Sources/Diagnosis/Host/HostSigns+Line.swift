/// What the last minute says of this host's way out.
extension HostSigns {
    func route(_ reading: HostReading) -> HostSign? {
        guard reading.defaultRoutes == 0 else { return nil }
        return HostSign(kind: .gateway, severity: .severe, text: "this host has no default route")
    }

    func link(_ reading: HostReading) -> HostSign? {
        guard let interfaces = reading.interfaces, !usualInterfaces.isEmpty else { return nil }
        let dead = usualInterfaces.filter { isDown($0, among: interfaces) }
        guard !dead.isEmpty else { return nil }
        let names = dead.joined(separator: ", ")
        return HostSign(
            kind: .interface, severity: dead.count == usualInterfaces.count ? .severe : .mild,
            text: "its network interface \(names) is down")
    }

    private func isDown(_ name: String, among interfaces: [HostReading.Interface]) -> Bool {
        guard let interface = interfaces.first(where: { $0.name == name }) else { return true }
        return interface.isUp == false
    }

    /// The worst of the interfaces that lead out.
    var interfaceErrors: HostSign? {
        usualInterfaces.compactMap { name -> (ratio: Double, sign: HostSign)? in
            func interface(_ reading: HostReading?) -> HostReading.Interface? { reading?.interfaces?.first { $0.name == name } }
            guard let first = interface(readings.first), let last = interface(readings.last) else { return nil }
            func gain(_ counter: KeyPath<HostReading.Interface, UInt64?>) -> Double {
                rise(from: first[keyPath: counter], to: last[keyPath: counter]) ?? 0
            }
            // Packets received and dropped are mostly such as nobody here asked for.
            let bad = gain(\.receiveErrors) + gain(\.sendErrors) + gain(\.sendDrops)
            let all = bad + gain(\.receivedPackets) + gain(\.sentPackets)
            guard bad >= 10, let severity = severity(bad / all, mild: 0.01, severe: 0.05) else { return nil }
            let text =
                "its network interface \(name) lost \(percent(bad / all)) of \(whole(all)) packets in the last minute"
            return (bad / all, HostSign(kind: .interface, severity: severity, text: text))
        }.max { $0.ratio < $1.ratio }?.sign
    }

    /// SYNs left out: those of our own probes are sent again whenever a peer is silent.
    var retransmits: HostSign? {
        guard let sent = rise(\.segmentsSent), let again = rise(\.segmentsRetransmitted) else { return nil }
        let lost = max(0, again - (rise(\.synRetransmits) ?? 0))
        guard sent > 0, lost >= 20, let severity = severity(lost / sent, mild: 0.05, severe: 0.15) else { return nil }
        return HostSign(
            kind: .retransmits, severity: severity,
            text: "it had to send \(percent(min(1, lost / sent))) of its TCP segments again")
    }

    var queueDrops: HostSign? {
        let connections = (rise(\.listenDrops) ?? 0) + (rise(\.requestQueueDrops) ?? 0)
        // A silent WhatsApp alone makes our own probes send some SYNs again.
        let repeated = rise(\.synRetransmits) ?? 0
        guard let seconds = elapsedSeconds else { return nil }
        let rates = (dropped: connections / seconds, repeated: repeated / seconds)
        // What others cannot open here keeps nobody from opening connections elsewhere.
        let found = [severity(rates.dropped, mild: 1, severe: .infinity), severity(rates.repeated, mild: 5, severe: 20)]
        guard let severity = found.compactMap({ $0 }).max() else { return nil }
        return HostSign(
            kind: .synDrops, severity: severity,
            text: "it drops \(whole(rates.dropped)) new connections a second at full queues and sends "
                + "\(whole(rates.repeated)) SYNs a second again")
    }

    /// Connections that end in a reset far more often than is usual here, and not because there are more of them.
    ///
    /// Never severe: the peers may do it, WhatsApp too, or programs that close so. What the host sends to strangers who knock at
    /// closed ports is told, but is no sign of anything.
    var resets: HostSign? {
        guard let seconds = elapsedSeconds, let usual = usualResets.perSecond, let reset = rise(\.connectionsReset) else {
            return nil
        }
        let opened = (rise(\.connectionsOpened) ?? 0) + (rise(\.connectionsAccepted) ?? 0)
        let rate = reset / seconds
        guard rate >= max(5, 4 * usual), reset >= 0.3 * opened else { return nil }
        let sent = rise(\.resetsSent).map { ", and it sends \(whole($0 / seconds)) resets a second" } ?? ""
        return HostSign(
            kind: .resets, severity: .mild,
            text: "\(whole(rate)) of its connections a second end in a reset, usually \(whole(usual))\(sent)")
    }

    /// Packets lost between the interface and the protocols, for the processors do not keep up.
    var backlogDrops: HostSign? {
        guard let dropped = rise(\.backlogDrops), let taken = rise(\.packetsTaken), dropped >= 100 else { return nil }
        guard let severity = severity(dropped / (dropped + taken), mild: 0.01, severe: 0.05) else { return nil }
        return HostSign(
            kind: .backlogDrops, severity: severity,
            text: "it dropped \(percent(dropped / (dropped + taken))) of the packets that arrived, for its backlog is full")
    }
}
