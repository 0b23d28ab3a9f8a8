/// The spans over which windows sum up.
package enum WindowSpan: String, CaseIterable, Sendable {
    case fiveMinutes = "5m"
    case hour = "1h"
    case day = "24h"

    /// Its length.
    package var seconds: Double { bucketSeconds * Double(bucketCount) }

    var bucketSeconds: Double {
        switch self {
        case .fiveMinutes: 10
        case .hour: 60
        case .day: 900
        }
    }

    var bucketCount: Int {
        switch self {
        case .fiveMinutes: 30
        case .hour: 60
        case .day: 96
        }
    }
}

/// What a window saw.
package struct WindowSummary: Sendable, Equatable {
    /// All probes, failed or not.
    package var probes: Int
    /// The failed ones among them.
    package var failures: Int
    /// The time for which up or down was known.
    package var observedSeconds: Double
    /// The part of the observed time that was up; `nil` when none was observed.
    package var uptimeRatio: Double?
    /// Duration of successful probes; `nil` when none succeeded.
    package var latency: Latency?

    /// Quantiles, in seconds, each off by at most 3.2 %.
    package struct Latency: Sendable, Equatable {
        package var median: Double
        package var p90: Double
        package var p99: Double
    }

    /// The part of the probes that failed; `nil` when there was none.
    package var errorRatio: Double? { probes == 0 ? nil : Double(failures) / Double(probes) }
}
