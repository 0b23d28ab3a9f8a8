import Wire

/// Timestamps of logs (RFC 3339), always in UTC.
enum RFC3339 {
    /// The end of the year 9999, the last that four digits hold.
    private static let last = 253_402_300_799.999

    /// `2026-11-22T00:00:00.000Z`, cut to milliseconds; a time before 1970 or after the year 9999 is taken to the nearer end.
    static func format(unixSeconds: Double) -> String {
        // `min` and `max` in this order also turn NaN into a time.
        let milliseconds = Int((min(last, max(0, unixSeconds)) * 1000).rounded(.down))
        let second = milliseconds / 1000
        let date = CivilDate(daysSince1970: Int64(second / 86_400))
        let time = "\(digits(second / 3600 % 24, 2)):\(digits(second / 60 % 60, 2)):\(digits(second % 60, 2))"
        return "\(date.text)T\(time).\(digits(milliseconds % 1000, 3))Z"
    }

    private static func digits(_ value: Int, _ width: Int) -> String { CivilDate.digits(value, width) }
}
