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

    private(set) var readings: [HostReading] = []
    /// The interfaces default routes left by when there last was one: with the link the route goes too.
    private(set) var usualInterfaces: [String] = []
    /// How many connections end in a reset here when nothing is known to be wrong.
    private(set) var usualResets = UsualRate()
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
        if let last = readings.last, let resets = rise(from: last.connectionsReset, to: reading.connectionsReset) {
            usualResets.take(resets, in: reading.at - last.at)
        }
        readings.append(reading)
        readings.removeAll { $0.at < reading.at - Self.windowSeconds }
        if readings.count > Self.readingLimit { readings.removeFirst() }
        let defaults = reading.interfaces?.filter(\.isDefault).map(\.name) ?? []
        if !defaults.isEmpty { usualInterfaces = Array(defaults.prefix(Self.interfaceLimit)) }
        let found = [
            // A dead link takes the route with it: the link is the cause.
            link(reading), route(reading), interfaceErrors, retransmits, resets, queueDrops, backlogDrops, cpu(reading),
            memory(reading), conntrack(reading), sockets(reading), descriptors(reading),
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
}
