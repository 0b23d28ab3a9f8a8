import Wire

/// A time in the calendar, always in UTC: pure arithmetic, no time zone and no leap seconds.
struct UTCTime {
    /// 1970 to 9999: what four digits of a year can say.
    static let range = 0.0...253_402_300_799

    private let day: CivilDate
    let secondOfDay: Int

    /// - Parameter unixSeconds: outside ``range`` it is taken to the nearer end.
    init(_ unixSeconds: Double) {
        // `min` and `max` in this order also turn NaN into a time.
        let seconds = Int(min(Self.range.upperBound, max(Self.range.lowerBound, unixSeconds)).rounded(.down))
        secondOfDay = seconds % 86_400
        day = CivilDate(daysSince1970: Int64(seconds / 86_400))
    }

    /// `2026-11-22`.
    var date: String { day.text }

    /// `14:03:05`.
    var clock: String {
        "\(Self.digits(secondOfDay / 3600, 2)):\(Self.digits(secondOfDay / 60 % 60, 2)):\(Self.digits(secondOfDay % 60, 2))"
    }

    static func digits(_ value: Int, _ width: Int) -> String { CivilDate.digits(value, width) }
}
