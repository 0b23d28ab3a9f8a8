/// A metric family that somebody else wrote, as ``ExpositionParser`` read it.
package struct ParsedFamily: Sendable, Equatable {
    package let name: String
    package let type: MetricType
    /// What its `# HELP` line says; `nil` without one.
    package let help: String?
    /// In the order they were first met; not yet distinct, but for histograms and summaries.
    package let series: [ParsedSeries]

    package init(name: String, type: MetricType, help: String?, series: [ParsedSeries]) {
        self.name = name
        self.type = type
        self.help = help
        self.series = series
    }

    /// All that its samples can be called, the family's own name first.
    package var sampleNames: [String] {
        switch type {
        case .counter, .gauge, .untyped: [name]
        case .histogram: [name, "\(name)_bucket", "\(name)_sum", "\(name)_count"]
        case .summary: [name, "\(name)_sum", "\(name)_count"]
        }
    }
}

/// One series of a family, or all those of one histogram or summary.
package struct ParsedSeries: Sendable, Equatable {
    /// Sorted by name, none empty, without `le` of a histogram and `quantile` of a summary.
    package let labels: [ParsedLabel]
    package let value: Value

    package enum Value: Sendable, Equatable {
        case number(Double)
        case distribution(ParsedDistribution)
    }

    package init(labels: [ParsedLabel], value: Value) {
        self.labels = labels
        self.value = value
    }
}

/// A label of a series.
package struct ParsedLabel: Sendable, Hashable {
    package let name: String
    /// Unescaped, not empty.
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A histogram's buckets or a summary's quantiles, with sum and count.
package struct ParsedDistribution: Sendable, Equatable {
    /// A bucket's upper bound and cumulative count, or a quantile and its value.
    package struct Point: Sendable, Equatable {
        package let position: Double
        package let value: Double

        package init(_ position: Double, _ value: Double) {
            self.position = position
            self.value = value
        }
    }

    /// Ascending by position, which is distinct.
    package internal(set) var points: [Point] = []
    package internal(set) var sum: Double?
    package internal(set) var count: Double?

    package init(points: [Point] = [], sum: Double? = nil, count: Double? = nil) {
        self.points = points
        self.sum = sum
        self.count = count
    }

    /// With the points in order; of two at one position the later stays.
    consuming func arranged() -> ParsedDistribution {
        var places: [Double: Int] = [:]
        var distinct: [Point] = []
        for point in points {
            if let place = places[point.position] {
                distinct[place] = point
            } else {
                places[point.position] = distinct.count
                distinct.append(point)
            }
        }
        return ParsedDistribution(points: distinct.sorted { $0.position < $1.position }, sum: sum, count: count)
    }
}
