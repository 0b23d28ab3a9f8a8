/// Users who report as people do: by day and not by night, less at weekends, more or less on holidays, more every year.
struct Population {
    let name: String
    /// Reports an hour, on the average of a week.
    let perHour: Double

    static let all = [
        Population(name: "small", perHour: 12), Population(name: "middle", perHour: 120),
        Population(name: "large", perHour: 1200),
    ]

    /// By the hour of the day where they live; 1 on the average.
    private static let day: [Double] = [
        0.50, 0.28, 0.17, 0.12, 0.12, 0.20, 0.42, 0.80, 1.15, 1.35, 1.42, 1.45, 1.40, 1.38, 1.40, 1.42, 1.45, 1.50, 1.58, 1.65,
        1.60,
        1.40, 1.10, 0.80,
    ]
    private static let weekend = 0.6
    private static let growthPerYear = 1.5
    private static let holidaysPerYear = 24.0
    private static let holidayLevels = 0.4...2.5
    /// How much days, and hours within them, differ for no reason: standard deviations of the logarithm.
    private static let (daily, hourly) = (0.12, 0.08)

    private let seed: UInt64
    private var today = Int.min
    private var dayLevel = 1.0
    private var hour = Int.min
    private var hourLevel = 1.0

    init(name: String, perHour: Double, seed: UInt64 = 0) {
        (self.name, self.perHour, self.seed) = (name, perHour, seed)
    }

    func seeded(_ seed: UInt64) -> Population { Population(name: name, perHour: perHour, seed: seed) }

    /// Reports an hour at a minute since Monday 00:00 of the first week.
    mutating func rate(minute: Int) -> Double {
        // Clocks change twice a year.
        let days = minute / 1440
        let local = minute + (days % 364 < 210 ? 60 : 0)
        choose(day: local / 1440, hour: local / 60)
        let position = Double(local % 1440) / 60
        let (now, next) = (Int(position), (Int(position) + 1) % 24)
        let season = Self.day[now] + (Self.day[next] - Self.day[now]) * (position - Double(now))
        let isWeekend = local / 1440 % 7 >= 5
        let growth = Exponential.of(0.405 * Double(days) / 365)
        return perHour * 1.13 * season * (isWeekend ? Self.weekend : 1) * growth * dayLevel * hourLevel
    }

    private mutating func choose(day: Int, hour: Int) {
        if day != today {
            today = day
            var draws = Draws(seed: seed ^ UInt64(day) &* 0x2545_f491_4f6c_dd1d)
            dayLevel = Exponential.of(Self.daily * draws.normal())
            if draws.unit() < Self.holidaysPerYear / 365 { dayLevel = draws.holiday(Self.holidayLevels) }
        }
        if hour != self.hour {
            self.hour = hour
            var draws = Draws(seed: seed ^ UInt64(hour) &* 0x9e6c_63d0_876a_3f6b)
            hourLevel = Exponential.of(Self.hourly * draws.normal())
        }
    }
}

extension Draws {
    /// Every other holiday is one of the extremes.
    fileprivate mutating func holiday(_ levels: ClosedRange<Double>) -> Double {
        switch unit() {
        case ..<0.25: levels.lowerBound
        case ..<0.5: levels.upperBound
        default: levels.lowerBound + (levels.upperBound - levels.lowerBound) * unit()
        }
    }
}
