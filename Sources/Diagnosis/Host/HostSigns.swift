/// What the last minute of readings says about this host.
///
/// Rates are those between the oldest and the newest reading of the minute; a counter that went back or is missing gives none.
struct HostSigns: Sendable {
    private static let windowSeconds = 75.0
    /// A reading older than this says nothing any more.
    private static let validSeconds = 90.0
    private static let readingLimit = 8
    /// What was severe until then may still be why checks failed that have not been probed since.
    private static let strainSeconds = 180.0
    private static let interfaceLimit = 16

    private var readings: [HostReading] = []
    /// The interfaces default routes left by when there last was one: with the link the route goes too.
    private var usualInterfaces: [String] = []
    /// The weightiest first, at most one of each kind.
    private(set) var signs: [HostSign] = []
    /// Severe ones of the last minutes, at most one of each kind, with when each was last seen.
    private var lately: [Strain] = []

    /// Unix time after which the signs say nothing any more.
    var expiry: Double? { signs.isEmpty ? nil : readings.last.map { $0.at + Self.validSeconds } }

    /// The signs in force at a time.
    func signs(at time: Double) -> [HostSign] {
        guard let expiry, let latest = readings.last?.at, time <= expiry, time >= latest - Self.validSeconds else { return [] }
        return signs
    }

    /// The severe signs in force at a time or a moment before, the weightiest first.
    func strains(at time: Double) -> [Strain] {
        lately.filter { abs(time - $0.lastSeen) <= Self.strainSeconds }
    }

    mutating func take(_ reading: HostReading) {
        guard reading.at.isFinite else { return }
        if let last = readings.last, !(last.at..<last.at + Self.windowSeconds).contains(reading.at) { readings = [] }
        readings.append(reading)
        readings.removeAll { $0.at < reading.at - Self.windowSeconds }
        if readings.count > Self.readingLimit { readings.removeFirst() }
        let defaults = reading.interfaces?.filter(\.isDefault).map(\.name) ?? []
        if !defaults.isEmpty { usualInterfaces = Array(defaults.prefix(Self.interfaceLimit)) }
        let found = [
            // A dead link takes the route with it: the link is the cause.
            link(reading), route(reading), interfaceErrors, retransmits, queueDrops, cpu(reading), memory(reading),
            conntrack(reading), descriptors(reading),
        ]
        signs = found.compactMap { $0 }.sorted { $0.severity > $1.severity }
        // A dead link says all there is to say about an interface.
        if let first = signs.firstIndex(where: { $0.kind == .interface }) {
            signs = signs.enumerated().filter { $0.offset <= first || $0.element.kind != .interface }.map(\.element)
        }
        let severe = signs.filter { $0.severity == .severe }
        let past = lately.filter { strain in
            !severe.contains { $0.kind == strain.sign.kind } && abs(reading.at - strain.lastSeen) <= Self.strainSeconds
        }
        let standing = severe.map { sign in
            let begin = lately.first { $0.sign.kind == sign.kind }?.firstSeen ?? reading.at
            return Strain(sign: sign, firstSeen: min(begin, reading.at), lastSeen: reading.at)
        }
        lately = standing + past
    }

    private func route(_ reading: HostReading) -> HostSign? {
        guard reading.defaultRoutes == 0 else { return nil }
        return HostSign(kind: .gateway, severity: .severe, text: "this host has no default route")
    }

    private func link(_ reading: HostReading) -> HostSign? {
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
    private var interfaceErrors: HostSign? {
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
                "its network interface \(name) lost \(percent(bad / all)) of \(Int(min(all, 1e15))) packets in the last minute"
            return (bad / all, HostSign(kind: .interface, severity: severity, text: text))
        }.max { $0.ratio < $1.ratio }?.sign
    }

    /// SYNs left out: those of our own probes are sent again whenever a peer is silent.
    private var retransmits: HostSign? {
        guard let sent = rise(\.segmentsSent), let again = rise(\.segmentsRetransmitted) else { return nil }
        let lost = max(0, again - (rise(\.synRetransmits) ?? 0))
        guard sent > 0, lost >= 20, let severity = severity(lost / sent, mild: 0.05, severe: 0.15) else { return nil }
        return HostSign(
            kind: .retransmits, severity: severity,
            text: "it had to send \(percent(min(1, lost / sent))) of its TCP segments again")
    }

    private var queueDrops: HostSign? {
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
            text: "it drops \(Int(min(rates.dropped, 1e15))) new connections a second at full queues and sends "
                + "\(Int(min(rates.repeated, 1e15))) SYNs a second again")
    }

    private func cpu(_ reading: HostReading) -> HostSign? {
        guard let ratio = recent(\.cpuStallRatio), let severity = severity(ratio, mild: 0.5, severe: 0.8) else { return nil }
        let load = reading.loadAverage.map { $0.isFinite ? " (load \(Int(max(0, min($0, 1e9)))))" : "" } ?? ""
        return HostSign(
            kind: .cpuStall, severity: severity, text: "tasks wait for a processor \(percent(ratio)) of the time\(load)")
    }

    private func memory(_ reading: HostReading) -> HostSign? {
        if let ratio = recent(\.memoryStallRatio), let severity = severity(ratio, mild: 0.1, severe: 0.3) {
            let disk = recent(\.ioStallRatio).map { ", for a disk \(percent($0))" } ?? ""
            return HostSign(
                kind: .memoryStall, severity: severity, text: "all tasks wait for memory \(percent(ratio)) of the time\(disk)")
        }
        guard let free = share(of: reading.memoryAvailableBytes, in: reading.memoryTotalBytes), free < 0.02 else { return nil }
        return HostSign(kind: .memoryStall, severity: .mild, text: "only \(percent(free)) of its memory is available")
    }

    private func conntrack(_ reading: HostReading) -> HostSign? {
        guard let ratio = share(of: reading.conntrackEntries, in: reading.conntrackLimit),
            let severity = severity(ratio, mild: 0.9, severe: 0.98)
        else { return nil }
        return HostSign(kind: .conntrack, severity: severity, text: "its table of tracked connections is \(percent(ratio)) full")
    }

    private func descriptors(_ reading: HostReading) -> HostSign? {
        let own = share(of: reading.descriptors, in: reading.descriptorsLimit) ?? 0
        let system = share(of: reading.fileHandles, in: reading.fileHandlesLimit) ?? 0
        guard let severity = severity(max(own, system), mild: 0.9, severe: 0.98) else { return nil }
        let whose = own >= system ? "of the exporter's file descriptors" : "of the system's file handles"
        return HostSign(kind: .descriptors, severity: severity, text: "\(percent(max(own, system))) \(whose) are in use")
    }
}

extension HostSigns {
    private var elapsedSeconds: Double? {
        guard let first = readings.first, let last = readings.last, last.at - first.at >= 5 else { return nil }
        return last.at - first.at
    }

    private func rise(_ counter: KeyPath<HostReading, UInt64?>) -> Double? {
        guard readings.count > 1, let first = readings.first, let last = readings.last else { return nil }
        return rise(from: first[keyPath: counter], to: last[keyPath: counter])
    }

    private func rise(from first: UInt64?, to last: UInt64?) -> Double? {
        guard let first, let last, last >= first else { return nil }
        return Double(last - first)
    }

    /// Mean of the last two readings: one alone may be a moment's.
    private func recent(_ ratio: KeyPath<HostReading, Double?>) -> Double? {
        let values = readings.suffix(2).compactMap { $0[keyPath: ratio] }.filter(\.isFinite)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }

    private func share(of part: UInt64?, in whole: UInt64?) -> Double? {
        guard let part, let whole, whole > 0 else { return nil }
        return Double(part) / Double(whole)
    }

    private func severity(_ value: Double, mild: Double, severe: Double) -> HostSign.Severity? {
        value >= severe ? .severe : value >= mild ? .mild : nil
    }

    /// "12 %".
    private func percent(_ ratio: Double) -> String { "\(Int(max(0, min(ratio, 10)) * 100 + 0.5)) %" }
}
