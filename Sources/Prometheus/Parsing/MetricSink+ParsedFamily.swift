extension MetricSink {
    /// Writes a family that somebody else wrote, the same labels on all its series: where one of them is missing it is empty, which
    /// means the same.
    /// - Parameters:
    ///   - family: a family whose series are distinct.
    ///   - help: stands in for help it does not have.
    ///   - bareNameIsTaken: whether a counter's name without `_total` is another family's.
    package mutating func family(_ family: ParsedFamily, help: String, bareNameIsTaken: Bool = false) {
        // OpenMetrics wants `_total` of a counter, and names its family without.
        let isNoCounter = format == .openMetrics && (bareNameIsTaken || !family.name.hasSuffix("_total"))
        let type = family.type == .counter && isNoCounter ? .untyped : family.type
        begin(family.name, type, help: family.help ?? help)
        let names = Set(family.series.lazy.flatMap { $0.labels.lazy.map(\.name) }).sorted()
        for series in family.series {
            switch series.value {
            case .number(let number):
                label(series.labels, names)
                value(number)
            case .distribution(let distribution):
                if family.type == .histogram {
                    histogram(series.labels, names, distribution)
                } else {
                    summary(series.labels, names, distribution)
                }
            }
        }
    }

    private mutating func histogram(_ labels: [ParsedLabel], _ names: [String], _ histogram: ParsedDistribution) {
        var points = histogram.points
        let infinite = points.last.flatMap { $0.position == .infinity ? $0.value : nil }
        let count = histogram.count ?? infinite ?? 0
        if infinite == nil { points.append(ParsedDistribution.Point(.infinity, count)) }
        for point in points {
            start(suffix: "_bucket")
            label(labels, names)
            label("le", Buckets.spelling(point.position, in: format))
            value(point.value)
        }
        end(labels, names, sum: histogram.sum ?? 0, count: count)
    }

    private mutating func summary(_ labels: [ParsedLabel], _ names: [String], _ summary: ParsedDistribution) {
        for point in summary.points {
            label(labels, names)
            label("quantile", Buckets.spelling(point.position, in: format))
            value(point.value)
        }
        end(labels, names, sum: summary.sum ?? 0, count: summary.count ?? 0)
    }

    private mutating func end(_ labels: [ParsedLabel], _ names: [String], sum: Double, count: Double) {
        start(suffix: "_sum")
        label(labels, names)
        value(sum)
        start(suffix: "_count")
        label(labels, names)
        value(count)
    }

    /// Adds labels under all of the names, which are sorted as the labels are.
    private mutating func label(_ labels: [ParsedLabel], _ names: [String]) {
        var next = 0
        for name in names {
            if next < labels.count, labels[next].name == name {
                label(name, labels[next].value)
                next += 1
            } else {
                label(name, "")
            }
        }
    }
}
