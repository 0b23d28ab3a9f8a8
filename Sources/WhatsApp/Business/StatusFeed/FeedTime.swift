import Wire

/// A time as the status page writes it: nobody says how, so most ways are understood.
///
/// Seconds, milliseconds or microseconds since 1970, as numbers or as text; ISO 8601, with a space for its `T` and without a zone if
/// it likes; and dates in words (``CalendarWords``). Without a zone it is UTC.
struct FeedTime: Decodable, Equatable {
    /// Meta's platform is younger, and the page does not know the future.
    private static let range = 1_262_304_000.0...4_102_444_800.0
    private static let mostBytes = 64

    let unixSeconds: Double

    /// - Throws: when it is no time.
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        let time = try (try? value.decode(Double.self)).flatMap(FeedTime.init) ?? FeedTime(value.decode(String.self))
        guard let time else { throw FeedFault.malformed }
        self = time
    }

    init?(_ number: Double) {
        let scale = [1.0, 1e3, 1e6].first { Self.range.contains(number / $0) }
        guard let scale else { return nil }
        unixSeconds = number / scale
    }

    init?(_ text: String) {
        guard text.utf8.count <= Self.mostBytes else { return nil }
        if let number = Double(text) {
            self.init(number)
        } else {
            guard let seconds = Self.iso(text) ?? CalendarWords.unixSeconds(of: text), Self.range.contains(seconds) else {
                return nil
            }
            self.init(seconds)
        }
    }

    /// `2026-06-12`, `2026-06-12T14:34Z`, `2026-06-12 14:34:05.123 +02:00`.
    private static func iso(_ text: String) -> Double? {
        let pattern =
            /\s*(\d{4})-(\d{2})-(\d{2})(?:(?:[Tt]|\s+)(\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*([A-Za-z]{1,4}|[+-]\d{2}:?(?:\d{2})?)?)?\s*/
        guard let match = text.wholeMatch(of: pattern), let year = Int(match.1), let month = Int(match.2), let day = Int(match.3),
            let date = midnight(year: year, month: month, day: day)
        else { return nil }
        guard let clock = match.4 else { return date }
        guard let time = secondOfDay(clock), let zone = match.5.map({ UTCOffset($0) }) ?? UTCOffset.zero else { return nil }
        return date + time - zone.seconds
    }

    /// - Returns: `nil` for a day the calendar does not have.
    static func midnight(year: Int, month: Int, day: Int) -> Double? {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        let days = CivilDate(year: year, month: month, day: day).daysSince1970
        return CivilDate(daysSince1970: days).day == day ? Double(days) * 86_400 : nil
    }

    /// Of `14:34` or `14:34:05.123`; a leap second counts into the next minute.
    static func secondOfDay(_ text: Substring) -> Double? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour),
            (0..<60).contains(minute),
            let second = parts.count == 3 ? Double(parts[2].map { $0 == "," ? "." : String($0) }.joined()) : 0,
            (0..<61).contains(second)
        else { return nil }
        return Double(hour * 3600 + minute * 60) + second
    }
}
