/// A family while its lines come in.
struct FamilyDraft {
    let name: String
    var type: MetricType?
    var help: String?
    var series: [ParsedSeries] = []
    /// In place of `series`, for a histogram or summary.
    private var distributions: [(labels: [ParsedLabel], distribution: ParsedDistribution)] = []
    private var positions: [[ParsedLabel]: Int] = [:]

    /// What of its family a sample's name says that it is.
    enum Part {
        case itself
        case bucket
        case sum
        case count
    }

    init(name: String) {
        self.name = name
    }

    /// Adds a sample of a histogram or summary to the others of its labels.
    mutating func add(
        _ value: Double, _ part: Part, at position: Double?, of labels: [ParsedLabel]
    ) throws(ExpositionProblem) {
        let index = positions[labels] ?? distributions.count
        if index == distributions.count {
            positions[labels] = index
            distributions.append((labels, ParsedDistribution()))
        }
        if part == .count || type == .histogram && part != .sum {
            guard value >= 0, value < 0x1p64, value == value.rounded(.towardZero) else { throw .count }
        }
        switch (part, position) {
        case (.sum, nil): distributions[index].distribution.sum = value
        case (.count, nil): distributions[index].distribution.count = value
        case (.bucket, let position?) where type == .histogram, (.itself, let position?) where type == .summary:
            distributions[index].distribution.points.append(ParsedDistribution.Point(position, value))
        default: throw .noPart
        }
    }

    /// The family with all its lines; `nil` without a sample.
    consuming func family() -> ParsedFamily? {
        let series = series + distributions.map { ParsedSeries(labels: $0, value: .distribution($1.arranged())) }
        guard !series.isEmpty else { return nil }
        return ParsedFamily(name: name, type: type ?? .untyped, help: help, series: series)
    }
}
