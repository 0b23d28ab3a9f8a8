/// A length of time in words.
package enum TimeSpan {
    /// "45 s", "12 min", "2 h 5 min", "3 d 4 h": the two largest units, seconds only below ten minutes.
    package static func words(seconds: Double) -> String {
        // Bounded, so that it fits whatever it is given.
        let all = Int(min(max(0, seconds), 1e12).rounded())
        let (days, hours, minutes) = (all / 86_400, all / 3600 % 24, all / 60 % 60)
        return switch all {
        case ..<60: "\(all) s"
        case ..<600: joined(all / 60, "min", all % 60, "s")
        case ..<3600: "\(all / 60) min"
        case ..<86_400: joined(hours, "h", minutes, "min")
        default: joined(days, "d", hours, "h")
        }
    }

    private static func joined(_ large: Int, _ unit: String, _ small: Int, _ smallUnit: String) -> String {
        "\(large) \(unit)" + (small == 0 ? "" : " \(small) \(smallUnit)")
    }
}
