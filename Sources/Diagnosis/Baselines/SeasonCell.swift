/// What is normal in one part of the week: where values lie, and how far they spread.
///
/// Learns by stochastic approximation: each value moves the location towards itself by its share of the memory. That takes 16
/// bytes, forgets exponentially, and with steps cut at so many spreads (Huber's ψ) no single value moves it far.
struct SeasonCell: Sendable, Equatable {
    var location: Float = 0
    /// The standard deviation, were the values normal.
    var spread: Float = 0
    /// How much time the values stand for.
    var hours: Float = 0
    var samples: UInt32 = 0

    /// Two visits of an hour of the week, or two days' visits of an hour of the day.
    private static let leastHours: Float = 1.5
    private static let leastSamples: UInt32 = 20
    /// With fewer than these, the widest cell cannot tell what is far.
    private static let unsettledSamples: UInt32 = 16

    /// Whether it has seen enough to be gone by.
    var isReady: Bool { samples >= Self.leastSamples && hours >= Self.leastHours }

    /// A value to learn from.
    struct Lesson {
        var value: Float
        /// The time it stands for.
        var hours: Float
        /// 1, or less for what may be an anomaly.
        var caution: Float
        var manner: Manner
    }

    /// How cells learn what they hold.
    struct Manner {
        /// How many spreads a value may move a cell by.
        var bound: Float
        /// A cell that begins at its parent's values trusts them as much as this many of its own.
        var inheritedSamples: Float

        static let latencies = Manner(bound: 2, inheritedSamples: 8)
        /// Shares of what is rare: it takes hundreds to tell one hour's from another's, and no step is too large.
        static let shares = Manner(bound: .infinity, inheritedSamples: 240)
    }

    /// - Parameters:
    ///   - forgetting: the part of what is known that an hour of values takes the place of.
    ///   - parent: the wider cell that this one begins at.
    mutating func learn(_ lesson: Lesson, forgetting: Float, parent: SeasonCell?) {
        if samples == 0 {
            location = parent?.location ?? lesson.value
            spread = parent?.spread ?? 0
        }
        let isSettled = (parent?.samples ?? samples) >= Self.unsettledSamples
        let known = Float(samples) + (isSettled && parent != nil ? lesson.manner.inheritedSamples : 1)
        let share = lesson.hours * forgetting
        let rate = (share * known > 1 ? share : 1 / known) * lesson.caution
        let limit = isSettled ? lesson.manner.bound * max(spread, 1e-3) : .infinity
        let deviation = lesson.value - location
        let distance = min(deviation.magnitude, limit)
        location += rate * (deviation < 0 ? -distance : distance)
        // Of a normal variable, cut at two spreads, the mean distance is 0.781 = 1/1.28 spreads.
        spread += rate * (1.28 * distance - spread)
        hours = min(hours + lesson.hours, 1e6)
        if samples < .max { samples += 1 }
    }
}
