/// How far a clock is ahead of UTC.
struct UTCOffset: Equatable {
    static let zero = UTCOffset(seconds: 0)

    /// Names that mean one thing only on a page of Meta's, which counts in Californian time or in UTC.
    private static let hours = [
        "Z": 0.0, "UTC": 0, "GMT": 0, "PST": -8, "PDT": -7, "MST": -7, "MDT": -6, "CST": -6, "CDT": -5, "EST": -5, "EDT": -4,
    ]

    let seconds: Double

    private init(seconds: Double) {
        self.seconds = seconds
    }

    /// Of `Z`, `PDT`, `+02`, `+0200` or `+02:00`.
    init?(_ text: Substring) {
        if let hours = Self.hours[text.uppercased()] {
            seconds = hours * 3600
            return
        }
        let digits = text.dropFirst().filter { $0 != ":" }
        guard let sign = text.first, sign == "+" || sign == "-", digits.count == 2 || digits.count == 4,
            let hours = Int(digits.prefix(2)), let minutes = digits.count == 2 ? 0 : Int(digits.suffix(2)), hours <= 14,
            minutes < 60, hours >= 0, minutes >= 0
        else { return nil }
        seconds = Double((hours * 60 + minutes) * (sign == "-" ? -60 : 60))
    }
}
