/// Dates in words, as mail has them (RFC 5322 section 3.3) and as people write them.
///
/// `Fri, 12 Jun 2026 14:34:00 GMT`, `June 12, 2026 at 2:34 PM PDT`, `Jun 12 2026`: a month's name, a day, a year, and perhaps a time and
/// a zone, in any order. A word that is none of these makes it no date: better none than a wrong one.
enum CalendarWords {
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    ]
    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// - Returns: `nil` for anything else.
    static func unixSeconds(of text: String) -> Double? {
        var date: (year: Int?, month: Int?, day: Int?)
        var clock: Double?
        var half: Substring?
        var zone: UTCOffset?
        for word in text.lowercased().split(whereSeparator: { $0.isWhitespace || $0 == "," || $0 == "(" || $0 == ")" }) {
            if let number = Int(word), word.first?.isNumber == true {
                if word.count == 4, date.year == nil {
                    date.year = number
                } else if date.day == nil {
                    date.day = number
                } else {
                    return nil
                }
            } else if let month = months.firstIndex(where: { $0.isMeant(by: word) }), date.month == nil {
                date.month = month + 1
            } else if word.contains(":"), clock == nil, word.first?.isNumber == true {
                let digits = word.prefix { $0.isNumber || $0 == ":" }
                clock = FeedTime.secondOfDay(digits)
                if clock == nil { return nil }
                if digits.count < word.count { half = word.dropFirst(digits.count) }
            } else if word == "am" || word == "pm", half == nil {
                half = word
            } else if let offset = UTCOffset(word), zone == nil {
                zone = offset
            } else if word != "at", !weekdays.contains(where: { $0.isMeant(by: word) }) {
                return nil
            }
        }
        guard let year = date.year, let month = date.month, let day = date.day,
            let midnight = FeedTime.midnight(year: year, month: month, day: day), let time = Self.time(clock, half)
        else { return nil }
        return midnight + time - (zone?.seconds ?? 0)
    }

    private static func time(_ clock: Double?, _ half: Substring?) -> Double? {
        guard let clock else { return half == nil ? 0 : nil }
        guard let half else { return clock }
        guard (3600..<46_800).contains(clock), half == "am" || half == "pm" else { return nil }
        return clock.truncatingRemainder(dividingBy: 43_200) + (half == "pm" ? 43_200 : 0)
    }
}

extension String {
    /// Whether a word is this one, or its first letters.
    fileprivate func isMeant(by word: Substring) -> Bool { word.count >= 3 && hasPrefix(word) }
}
