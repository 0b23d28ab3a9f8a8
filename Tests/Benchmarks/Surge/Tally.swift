/// What was counted in years of reports.
struct Tally {
    struct Rise {
        /// What was normal then, in reports an hour.
        var perHour: Double
        /// After how many seconds it was found; `nil` for not while it lasted.
        var delay: Double?
    }

    var quietDays = 0
    var falseSurges = 0
    var brigades = 0
    var falseOfBrigades = 0
    var rises: [Rise] = []

    mutating func add(_ other: Tally) {
        quietDays += other.quietDays
        falseSurges += other.falseSurges
        brigades += other.brigades
        falseOfBrigades += other.falseOfBrigades
        rises += other.rises
    }

    var words: String {
        let per90Days = (Double(falseSurges) / Double(max(1, quietDays)) * 90 * 1000).rounded() / 1000
        return """
            \(Delays(rises).words)
              \(falseSurges) false surges in \(quietDays) days, \(per90Days) in 90 days; \(falseOfBrigades) during \(brigades) brigades
            """
    }
}

/// How soon rises were found.
struct Delays {
    private let sorted: [Double]

    init(_ rises: [Tally.Rise]) {
        sorted = rises.map { $0.delay ?? .infinity }.sorted()
    }

    private func quantile(_ share: Double) -> String {
        guard !sorted.isEmpty else { return "-" }
        let value = sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))]
        return value.isFinite ? "\(Int(value)) s" : "not in the hour"
    }

    var words: String {
        let inTime = Double(sorted.count { $0 <= 600 }) / Double(max(1, sorted.count))
        let percent = (inTime * 1000).rounded() / 10
        return "\(percent) % of \(sorted.count) rises found within 10 min, median \(quantile(0.5)), 95 % \(quantile(0.95))"
    }
}
