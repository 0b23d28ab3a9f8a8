/// Timestamps of logs (RFC 3339), always in UTC.
enum RFC3339 {
    /// The end of the year 9999, the last that four digits hold.
    private static let last = 253_402_300_799.999

    /// `2026-11-22T00:00:00.000Z`, cut to milliseconds; a time before 1970 or after the year 9999 is taken to the nearer end.
    static func format(unixSeconds: Double) -> String {
        // `min` and `max` in this order also turn NaN into a time.
        let milliseconds = Int((min(last, max(0, unixSeconds)) * 1000).rounded(.down))
        let second = milliseconds / 1000
        let date = civilDate(daysSince1970: second / 86_400)
        let day = "\(digits(date.year, 4))-\(digits(date.month, 2))-\(digits(date.day, 2))"
        let time = "\(digits(second / 3600 % 24, 2)):\(digits(second / 60 % 60, 2)):\(digits(second % 60, 2))"
        return "\(day)T\(time).\(digits(milliseconds % 1000, 3))Z"
    }

    /// Years are counted from March, so that the leap day comes last; an era is the calendar's cycle of 400 years.
    private static func civilDate(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = (monthFromMarch + 2) % 12 + 1
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func digits(_ value: Int, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(width - text.utf8.count, 0)) + text
    }
}
