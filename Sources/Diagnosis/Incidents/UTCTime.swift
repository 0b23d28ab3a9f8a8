/// A time in the calendar, always in UTC: pure arithmetic, no time zone and no leap seconds.
struct UTCTime {
    /// 1970 to 9999: what four digits of a year can say.
    static let range = 0.0...253_402_300_799

    let year: Int
    let month: Int
    let day: Int
    let secondOfDay: Int

    /// - Parameter unixSeconds: outside ``range`` it is taken to the nearer end.
    init(_ unixSeconds: Double) {
        // `min` and `max` in this order also turn NaN into a time.
        let seconds = Int(min(Self.range.upperBound, max(Self.range.lowerBound, unixSeconds)).rounded(.down))
        secondOfDay = seconds % 86_400
        // Years are counted from March, so that the leap day comes last; an era is the calendar's cycle of 400 years.
        let shifted = seconds / 86_400 + 719_468
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        month = (monthFromMarch + 2) % 12 + 1
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        year = shifted / 146_097 * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// `2026-11-22`.
    var date: String { "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))" }

    /// `14:03:05`.
    var clock: String {
        "\(Self.digits(secondOfDay / 3600, 2)):\(Self.digits(secondOfDay / 60 % 60, 2)):\(Self.digits(secondOfDay % 60, 2))"
    }

    static func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(width - text.utf8.count, 0)) + text
    }
}
