/// Durations as Go writes them: decimal numbers with units, one after the other (package time, `ParseDuration`).
enum GoDuration {
    private static let units: [String: Duration] = [
        "ns": .nanoseconds(1), "us": .microseconds(1), "µs": .microseconds(1), "μs": .microseconds(1), "ms": .milliseconds(1),
        "s": .seconds(1), "m": .seconds(60), "h": .seconds(3600),
    ]

    /// The duration a text means; `nil` when it is none, is negative or lasts more than a million hours.
    static func parse(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        var rest = text[...]
        var total = Duration.zero
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let number = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
            rest = rest[number.endIndex...]
            let name = rest.prefix { !("0"..."9").contains($0) && $0 != "." }
            rest = rest[name.endIndex...]
            guard let unit = units[String(name)], let part = amount(number, of: unit) else { return nil }
            total += part
            guard total <= .seconds(3_600_000_000) else { return nil }
        }
        return total
    }

    private static func amount(_ number: Substring, of unit: Duration) -> Duration? {
        let parts = number.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, number != "." else { return nil }
        guard let whole = parts[0].isEmpty ? 0 : Int64(parts[0]), whole <= 3_600_000_000_000 else { return nil }
        guard parts.count == 2, !parts[1].isEmpty else { return unit * Int(whole) }
        // Digits beyond a nanosecond say nothing.
        let digits = parts[1].prefix(15)
        guard let fraction = Double("0.\(digits)") else { return nil }
        return unit * Int(whole) + unit * fraction
    }
}
