/// Dates of HTTP fields (RFC 9110 section 5.6.7), always in UTC.
package enum HTTPDate {
    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let secondsPerDay: Int64 = 86_400
    /// Years 0000 to 9999: what four digits hold.
    private static let range: ClosedRange<Int64> = -62_167_219_200...253_402_300_799

    /// IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT`; a time outside the years 0000...9999 is taken to the nearer end.
    package static func format(unixSeconds: Int64) -> String {
        let time = min(max(unixSeconds, range.lowerBound), range.upperBound)
        let second = Int(time.modulo(secondsPerDay))
        let days = (time - Int64(second)) / secondsPerDay
        let date = CivilDate(daysSince1970: days)
        var text = weekdays[weekday(days: days)] + ", "
        text += digits(date.day, 2) + " " + months[date.month - 1] + " " + digits(date.year, 4) + " "
        text += digits(second / 3600, 2) + ":" + digits(second / 60 % 60, 2) + ":" + digits(second % 60, 2) + " GMT"
        return text
    }

    /// Unix seconds of an IMF-fixdate; `nil` for any other form, the obsolete two included, and for a date that does not exist
    /// or falls on another day of the week.
    ///
    /// A leap second counts as the first second of the next minute.
    package static func unixSeconds(parsing text: String) -> Int64? {
        let bytes = Array(text.utf8)
        guard bytes.count == 29 else { return nil }
        func name(_ start: Int, in names: [String]) -> Int? {
            names.firstIndex { $0.utf8.elementsEqual(bytes[start..<start + 3]) }
        }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].allSatisfy(HTTPByte.isDigit) ? bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } : nil
        }
        // The fixed characters, with the parts that vary blanked.
        var frame = bytes
        for index in [0, 1, 2, 5, 6, 8, 9, 10, 12, 13, 14, 15, 17, 18, 20, 21, 23, 24] { frame[index] = UInt8(ascii: "_") }
        guard frame.elementsEqual("___, __ ___ ____ __:__:__ GMT".utf8),
            let weekday = name(0, in: weekdays), let day = number(5..<7), let month = name(8, in: months),
            let year = number(12..<16), let hour = number(17..<19), let minute = number(20..<22), let second = number(23..<25),
            hour < 24, minute < 60, second <= 60
        else { return nil }
        let date = CivilDate(year: year, month: month + 1, day: day)
        let days = date.daysSince1970
        // A day past the month's end comes back as another date.
        guard CivilDate(daysSince1970: days) == date, Self.weekday(days: days) == weekday else { return nil }
        return days * secondsPerDay + Int64(hour * 3600 + minute * 60 + second)
    }

    /// 0 for Sunday.
    private static func weekday(days: Int64) -> Int { Int((days + 4).modulo(7)) }

    private static func digits(_ value: Int, _ width: Int) -> String { CivilDate.digits(value, width) }
}
