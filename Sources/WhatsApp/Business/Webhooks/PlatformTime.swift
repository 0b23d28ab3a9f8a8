import Wire

/// `2026-04-19T13:59:20+0000`, as the platform writes some times.
enum PlatformTime {
    /// `nil` for anything else, and outside 1970 to 2106.
    static func unixSeconds(_ text: String) -> UInt32? {
        let bytes = Array(text.utf8)
        guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10]),
            let hour = number(bytes[11..<13]), let minute = number(bytes[14..<16]), let second = number(bytes[17..<19]),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61,
            let offset = offsetSeconds(bytes[19...])
        else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        return UInt32(exactly: days * 86_400 + Int64(hour * 3600 + minute * 60 + second) - offset)
    }

    /// What follows the seconds: a fraction, then `Z`, `+0000`, `+00:00` or nothing.
    private static func offsetSeconds(_ rest: ArraySlice<UInt8>) -> Int64? {
        var rest = rest
        if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop { (0x30...0x39).contains($0) } }
        guard let sign = rest.first, sign != UInt8(ascii: "Z") else { return rest.count <= 1 ? 0 : nil }
        let digits = rest.dropFirst().filter { $0 != UInt8(ascii: ":") }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), digits.count == 4, let hours = number(digits[0..<2]),
            let minutes = number(digits[2..<4])
        else { return nil }
        let seconds = Int64(hours * 3600 + minutes * 60)
        return sign == UInt8(ascii: "-") ? -seconds : seconds
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
}
