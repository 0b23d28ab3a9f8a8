package import WhatsApp
package import Wire

/// Which edges resolvers lead to, which of them is home, and what became of a home that is left.
///
/// Only roles whose addresses each belong to one place have edges (``EdgeRole/hasPlaces``); the others are passed over.
package struct EdgeBook: Sendable {
    private struct Spot: Hashable, Sendable {
        var role: EdgeRole
        var address: IPAddress
    }

    /// Home is what was answered most in so many hours, the one under way included.
    package static let hoursOfHome = HomeHours.span

    private static let mostKeys = 64
    private static let mostSpots = 256

    /// The names of addresses.
    package var names = AddressNames()
    /// For how long an answer speaks of now.
    package var answerValidSeconds: Double
    /// For how long a probe of the address at home does.
    package var pinValidSeconds: Double
    private var tracks: [EdgeKey: EdgeTrack] = [:]
    private var health: [Spot: AddressHealth] = [:]

    package init(answerValidSeconds: Double = 600, pinValidSeconds: Double = 300) {
        self.answerValidSeconds = answerValidSeconds
        self.pinValidSeconds = pinValidSeconds
    }

    /// Drops all that is known of other keys.
    package mutating func expect(_ keys: Set<EdgeKey>) {
        tracks = tracks.filter { keys.contains($0.key) }
    }

    /// Books what a resolver answered; an answer without addresses tells nothing.
    package mutating func see(_ answer: EdgeAnswer) {
        guard answer.key.role.hasPlaces, !answer.addresses.isEmpty, let hour = HomeHours.number(at: answer.at),
            hasRoom(for: answer.key)
        else { return }
        tracks[answer.key, default: EdgeTrack()].see(answer, inHour: hour)
    }

    /// Books a probe at an address, pinned or not.
    package mutating func connect(_ attempt: EdgeAttempt) {
        guard attempt.role.hasPlaces, HomeHours.number(at: attempt.at) != nil else { return }
        let spot = Spot(role: attempt.role, address: attempt.address)
        if health[spot] == nil, health.count >= Self.mostSpots,
            let oldest = health.min(by: { $0.value.lastHeard < $1.value.lastHeard })
        {
            health[oldest.key] = nil
        }
        health[spot, default: AddressHealth(heardAt: attempt.at)].record(attempt)
    }

    /// Addresses of a role that were home and are led away from, not probed within `seconds`.
    package func pinsDue(_ role: EdgeRole, at time: Double, every seconds: Double) -> [IPAddress] {
        let away = readings(at: time).filter { $0.key.role == role && $0.isCurrent }.compactMap(\.pinned)
        let due = away.filter { pin in pin.at.map { $0 > time || time - $0 >= seconds } ?? true }
        return Set(due.map(\.address)).sorted()
    }

    /// Every key's edge at a time, by role, resolver and family.
    package func readings(at time: Double) -> [EdgeReading] {
        guard let hour = HomeHours.number(at: time) else { return [] }
        return tracks.map { reading($0, $1, at: time, inHour: hour) }.sorted { left, right in
            "\(left.key)" < "\(right.key)"
        }
    }

    private func reading(_ key: EdgeKey, _ track: EdgeTrack, at time: Double, inHour hour: Int) -> EdgeReading {
        let current = track.current
        let home = track.hours.home(inHour: hour)
        var reading = EdgeReading(
            key: key, edge: current?.edge, address: current?.address, since: current?.since, answeredAt: current?.answeredAt,
            changes: track.changes, home: home?.edge, observedHours: track.hours.observedHours(upTo: hour), state: .unknown)
        guard let current, let home else { return reading }
        reading.name = names[current.address]
        reading.isCurrent = abs(time - current.answeredAt) <= answerValidSeconds
        guard current.edge != home.edge else {
            if reading.isCurrent { reading.state = .home }
            return reading
        }
        let health = health[Spot(role: key.role, address: home.address)]
        let start = max(track.awaySince, time - pinValidSeconds)
        let latest = health?.latest(since: start, at: time)
        reading.pinned = EdgeReading.Pinned(
            address: home.address, isSuccess: latest?.isSuccess, at: latest?.at, handshakeSeconds: latest?.handshakeSeconds)
        guard reading.isCurrent else { return reading }
        switch health?.condition(since: start, at: time) ?? .unheard {
        case .unheard: reading.state = .unknown
        case .failing, .slow: reading.state = .failoverSuspected
        case .well: reading.state = .steered
        }
        return reading
    }

    private func hasRoom(for key: EdgeKey) -> Bool {
        tracks[key] != nil || tracks.count < Self.mostKeys
    }
}

// MARK: Rows

extension EdgeBook {
    /// What to keep of the seven days, an address's count in an hour each.
    ///
    /// A row names the address rather than its network, so that a home left before a restart can be probed after it.
    package var rows: [EdgeHomeRow] {
        tracks.flatMap { $1.hours.rows(key: "\($0)") }
    }

    /// Those of the hour a time lies in: what has changed since the hour before was kept.
    package func rows(ofHourAt time: Double) -> [EdgeHomeRow] {
        guard let hour = HomeHours.number(at: time) else { return [] }
        return tracks.flatMap { $1.hours.rows(key: "\($0)", inHour: hour) }
    }

    /// Takes rows back, before anything else is booked. Rows that are none of ours, or beyond what is kept, are passed over.
    package mutating func restore(_ rows: [EdgeHomeRow]) {
        for row in rows.sorted(by: { $0.hour < $1.hour }) {
            guard let key = EdgeKey(row.key), key.role.hasPlaces, let address = IPAddress(row.edge),
                address.family == key.family, hasRoom(for: key)
            else { continue }
            tracks[key, default: EdgeTrack()].hours.add(address, count: row.count, inHour: row.hour)
        }
    }
}
