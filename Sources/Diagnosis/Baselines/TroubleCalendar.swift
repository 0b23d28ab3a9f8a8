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
    private static let leastProbes = 4
    private static let leastBad = 3
    /// An hour is troubled from this share of bad probes on, if that is more than chance makes of what is typical.
    private static let leastShare = 0.05
    /// In standard deviations of the number of bad probes.
    private static let chance = 4.0
    /// How many times the other hours' share of troubled days an hour must have.
    private static let timesOthers = 3.0

    private enum Mark: UInt8 {
        case unknown, fine, troubled
    }

    /// Each hour that ended, at its number modulo the count.
    private var marks = [Mark](repeating: .unknown, count: hourCount)
    /// The share of bad probes in an hour on the average of the last weeks, and how many hours went into it.
    private var typicalShare: Float = 0
    private var hoursLearnt: UInt32 = 0
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
        marks[hour % Self.hourCount] = probes >= Self.leastProbes ? judge() : .unknown
        if next > hour {
            for skipped in (hour + 1)..<min(next + 1, hour + 1 + Self.hourCount) { marks[skipped % Self.hourCount] = .unknown }
        } else {
            // A clock that was put back: what comes after it has not happened.
            for undone in max(next, hour - Self.hourCount + 1)...hour { marks[undone % Self.hourCount] = .unknown }
        }
        (hour, probes, bad) = (next, 0, 0)
        recurring = look()
    }

    /// Judges the hour by those before it, and learns from it.
    private mutating func judge() -> Mark {
        let share = Double(bad) / Double(probes)
        let expected = Double(typicalShare) * Double(probes)
        let isTroubled =
            bad >= Self.leastBad && share >= Self.leastShare
            && Double(bad) >= expected + Self.chance * expected.squareRoot()
        hoursLearnt = min(hoursLearnt + 1, UInt32(Self.hourCount))
        typicalShare += (Float(share) - typicalShare) / Float(hoursLearnt)
        return isTroubled ? .troubled : .fine
    }

    private func look() -> [RecurringTrouble] {
        guard marks.contains(.troubled) else { return [] }
        var seen = [Int](repeating: 0, count: 24)
        var troubled = seen
        var troubledThisWeek = seen
        for age in 1..<Self.hourCount where age <= hour {
            let mark = marks[(hour - age) % Self.hourCount]
            let hourOfDay = (hour - age) % 24
            if mark != .unknown { seen[hourOfDay] += 1 }
            guard mark == .troubled else { continue }
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
        writer.write(typicalShare)
        writer.write(hoursLearnt)
        for mark in marks { writer.write(mark.rawValue) }
    }

    init?(from reader: inout SnapshotReader) {
        guard let hour = reader.integer(UInt64.self), hour < 1_000_000_000, let typicalShare = reader.float(in: 0...1),
            let hoursLearnt = reader.integer(UInt32.self), hoursLearnt <= Self.hourCount
        else { return nil }
        (self.hour, self.typicalShare, self.hoursLearnt) = (Int(hour), typicalShare, hoursLearnt)
        for place in marks.indices {
            guard let mark = reader.integer(UInt8.self).flatMap(Mark.init) else { return nil }
            marks[place] = mark
        }
        recurring = look()
    }
}
