/// An hour of the day in which a component has trouble again and again.
package struct RecurringTrouble: Sendable, Equatable {
    /// 0 to 23, UTC.
    package var hour: Int
    /// On how many of the last 14 days.
    package var days: Int
}

/// In which hours of the last 14 days a component had trouble: probes that failed, or took far longer than they do on the whole.
///
/// Looked through whenever an hour ends.
struct TroubleCalendar: Sendable {
    private static let dayCount = 14
    private static let hourCount = dayCount * 24
    private static let unknown: UInt8 = 255
    /// Shares are kept in steps of half a percent.
    private static let steps = 200.0
    private static let leastProbes = 4
    private static let leastBad = 3
    /// An hour is troubled from this share of bad probes on, or from this many times the share of the median hour.
    private static let leastShare = 0.05
    private static let timesTypical = 4.0
    /// How many times the other hours' share of troubled days an hour must have.
    private static let timesOthers = 3.0

    /// The share of bad probes of each hour that ended, at the hour's number modulo the count.
    private var shares = [UInt8](repeating: unknown, count: hourCount)
    /// The hour being filled, since 1970.
    private var hour = 0
    private var probes = 0
    private var bad = 0
    /// What the last look found, by hour.
    private(set) var recurring: [RecurringTrouble] = []

    init() {}

    mutating func observe(isBad: Bool, at time: Double) {
        guard let number = Bucket.number(at: time, widthSeconds: 3600) else { return }
        if number != hour { close(before: number) }
        probes += 1
        if isBad { bad += 1 }
    }

    private mutating func close(before next: Int) {
        if probes >= Self.leastProbes {
            let share = bad < Self.leastBad ? 0 : Double(bad) / Double(probes)
            shares[hour % Self.hourCount] = UInt8(share * Self.steps)
        } else {
            shares[hour % Self.hourCount] = Self.unknown
        }
        if next > hour {
            for skipped in (hour + 1)..<min(next + 1, hour + 1 + Self.hourCount) { shares[skipped % Self.hourCount] = Self.unknown }
        } else {
            // A clock that was put back: what comes after it has not happened.
            for undone in max(next, hour - Self.hourCount + 1)...hour { shares[undone % Self.hourCount] = Self.unknown }
        }
        (hour, probes, bad) = (next, 0, 0)
        recurring = look()
    }

    private func look() -> [RecurringTrouble] {
        let known = shares.filter { $0 != Self.unknown }.sorted()
        guard !known.isEmpty else { return [] }
        let typical = Double(known[known.count / 2])
        let limit = max(Self.leastShare * Self.steps, Self.timesTypical * typical)
        var seen = [Int](repeating: 0, count: 24)
        var troubled = seen
        var troubledThisWeek = seen
        for age in 1..<Self.hourCount where age <= hour {
            let share = shares[(hour - age) % Self.hourCount]
            guard share != Self.unknown else { continue }
            let hourOfDay = (hour - age) % 24
            seen[hourOfDay] += 1
            guard Double(share) >= limit else { continue }
            troubled[hourOfDay] += 1
            if age <= Self.hourCount / 2 { troubledThisWeek[hourOfDay] += 1 }
        }
        let (allSeen, allTroubled) = (seen.reduce(0, +), troubled.reduce(0, +))
        return (0..<24).compactMap { hourOfDay in
            let days = troubled[hourOfDay]
            guard troubledThisWeek[hourOfDay] >= 3 || days >= 4 else { return nil }
            let others = Double(allTroubled - days) / Double(max(1, allSeen - seen[hourOfDay]))
            guard Double(days) / Double(seen[hourOfDay]) >= Self.timesOthers * others else { return nil }
            return RecurringTrouble(hour: hourOfDay, days: days)
        }
    }

    func write(into writer: inout SnapshotWriter) {
        writer.write(UInt64(hour))
        for share in shares { writer.write(share) }
    }

    init?(from reader: inout SnapshotReader) {
        guard let hour = reader.integer(UInt64.self), hour < 1_000_000_000 else { return nil }
        self.hour = Int(hour)
        for place in shares.indices {
            guard let share = reader.integer(UInt8.self), share == Self.unknown || Double(share) <= Self.steps else { return nil }
            shares[place] = share
        }
        recurring = look()
    }
}
