/// The spans over which windows sum up, the shortest first.
package enum WindowSpan: String, CaseIterable, Sendable {
    case fiveMinutes = "5m"
    case hour = "1h"
    case day = "24h"
    case week = "7d"
    case month = "30d"

    /// Its length.
    package var seconds: Double { Double(widthSeconds * bucketCount) }

    /// The width of its buckets: a multiple of that of the span before it.
    var widthSeconds: Int {
        switch self {
        case .fiveMinutes: 10
        case .hour: 60
        case .day: 900
        case .week: 3600
        case .month: 14_400
        }
    }

    var bucketCount: Int {
        switch self {
        case .fiveMinutes: 30
        case .hour: 60
        case .day: 96
        case .week: 168
        case .month: 180
        }
    }
}

/// The spans over which budgets burn: those that alerts on several windows ask for.
package enum BurnSpan: String, CaseIterable, Sendable {
    case fiveMinutes = "5m"
    case halfHour = "30m"
    case hour = "1h"
    case sixHours = "6h"
    case threeDays = "3d"

    /// The span whose buckets it is summed from, and how many of them.
    var source: (span: WindowSpan, bucketCount: Int) {
        switch self {
        case .fiveMinutes: (.fiveMinutes, 30)
        case .halfHour: (.hour, 30)
        case .hour: (.hour, 60)
        case .sixHours: (.day, 24)
        case .threeDays: (.week, 72)
        }
    }
}
