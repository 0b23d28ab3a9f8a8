/// From which part of the past an expectation comes.
package enum BaselineBasis: String, CaseIterable, Sendable {
    case hourOfWeek = "hour_of_week"
    case hourOfDay = "hour_of_day"
    case allHours = "all_hours"

    /// The part of what is known that an hour of values takes the place of: the memory is four weeks of the hours pooled.
    fileprivate var forgetting: Float {
        switch self {
        case .hourOfWeek: 1 / 4
        case .hourOfDay: 1 / 28
        case .allHours: 1 / 672
        }
    }
}

/// What is normal in each hour of the week (UTC), in each hour of the day, and on the whole: 193 cells.
struct SeasonTable: Sendable {
    private static let daily = 168
    private static let total = 192
    private static let count = 193

    /// The week's hours from Monday 00:00 on, the day's hours, and all of them together.
    private var cells = [SeasonCell](repeating: SeasonCell(), count: count)
    private let manner: SeasonCell.Manner

    init(_ manner: SeasonCell.Manner) {
        self.manner = manner
    }

    /// The cell of all hours together.
    var overall: SeasonCell { cells[Self.total] }

    mutating func learn(_ value: Float, hour: Int, hours: Float, caution: Float) {
        let (weekly, daily) = Self.places(of: hour)
        let lesson = SeasonCell.Lesson(value: value, hours: hours, caution: caution, manner: manner)
        var cells = self.cells.mutableSpan
        cells[Self.total].learn(lesson, forgetting: BaselineBasis.allHours.forgetting, parent: nil)
        cells[daily].learn(lesson, forgetting: BaselineBasis.hourOfDay.forgetting, parent: cells[Self.total])
        cells[weekly].learn(lesson, forgetting: BaselineBasis.hourOfWeek.forgetting, parent: cells[daily])
    }

    /// What to expect in an hour since 1970, from the narrowest part of the past that is known well enough; `nil` while none is.
    func expected(hour: Int) -> (cell: SeasonCell, basis: BaselineBasis)? {
        let (weekly, daily) = Self.places(of: hour)
        if cells[weekly].isReady { return (cells[weekly], .hourOfWeek) }
        if cells[daily].isReady { return (cells[daily], .hourOfDay) }
        return overall.isReady ? (overall, .allHours) : nil
    }

    private static func places(of hour: Int) -> (weekly: Int, daily: Int) {
        // 1970 began on a Thursday.
        ((hour + 72) % 168, daily + hour % 24)
    }

    func write(into writer: inout SnapshotWriter) {
        for cell in cells {
            writer.write(cell.location)
            writer.write(cell.spread)
            writer.write(cell.hours)
            writer.write(cell.samples)
        }
    }

    init?(_ manner: SeasonCell.Manner, from reader: inout SnapshotReader) {
        self.manner = manner
        for place in 0..<Self.count {
            guard let location = reader.float(in: -100...100), let spread = reader.float(in: 0...100),
                let hours = reader.float(in: 0...1e6), let samples = reader.integer(UInt32.self)
            else { return nil }
            cells[place] = SeasonCell(location: location, spread: spread, hours: hours, samples: samples)
        }
    }
}
