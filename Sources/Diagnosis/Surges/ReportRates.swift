/// How many reports an hour are normal in each hour of the week (UTC).
///
/// What an hour of the week has not seen often enough itself it takes from the same hour of all days, and that from all hours: each has a
/// gamma distribution about the wider one's rate as its prior, so that counts speak as loud as they are large.
struct ReportRates: Sendable {
    /// Reports, and how many hours they took, both fading.
    struct Cell: Sendable, Equatable {
        var reports: Float = 0
        var hours: Float = 0

        mutating func learn(_ reports: Float, hours: Float, memoryHours: Float) {
            let kept = 1 - hours / memoryHours
            self.reports = self.reports * kept + reports
            self.hours = self.hours * kept + hours
        }

        /// Reports an hour, where the wider cell's rate weighs as much as so many reports.
        func rate(wider: Double, weight: Double) -> Double {
            (Double(reports) + weight) / (Double(hours) + weight / wider)
        }
    }

    /// How well an hour is known.
    enum Basis: Comparable {
        case nothing, hourOfDay, hourOfWeek
    }

    /// What to expect at one time.
    struct Expectation {
        var perHour: Double
        /// The variance of ``perHour`` by its square.
        var uncertainty: Double
        var basis: Basis
    }

    private static let dayStart = 168
    private static let total = 192
    private static let cellCount = 193
    /// Four weeks, of the hours pooled.
    private static let memoryHours: (week: Float, day: Float, total: Float) = (4, 28, 672)
    /// Weekends differ from weekdays less than nights from days.
    private static let weights = (week: 6.0, day: 10.0)
    private static let leastRate = 0.01
    /// By day there are more than this, by the average hour.
    private static let leastByDay = 1.1

    private var cells = [Cell](repeating: Cell(), count: cellCount)

    init() {}

    /// Takes in what came in a part of an hour; the hour is that since 1970.
    mutating func learn(_ reports: Double, hour: Int, hours: Double) {
        let (week, day) = Self.places(of: hour)
        for (place, memory) in [(week, Self.memoryHours.week), (day, Self.memoryHours.day), (Self.total, Self.memoryHours.total)]
        {
            cells[place].learn(Float(reports), hours: Float(hours), memoryHours: memory)
        }
    }

    /// What to expect at a time, between the middles of two hours.
    func expectation(at time: Double) -> Expectation {
        let position = max(0, time / 3600 - 0.5)
        let hour = Int(position)
        let later = position - Double(hour)
        let perHour = rate(hour: hour) * (1 - later) + rate(hour: hour + 1) * later
        let (week, day) = Self.places(of: Int(time / 3600))
        let uncertainty = 1 / (Double(cells[week].reports) + Self.weights.week)
        return Expectation(perHour: perHour, uncertainty: uncertainty, basis: basis(week: week, day: day))
    }

    /// Whether it is one of the busier hours of the day: days begin at others.
    func isByDay(_ time: Double) -> Bool {
        let (_, day) = Self.places(of: Int(time / 3600))
        return cells[day].rate(wider: all, weight: Self.weights.day) > Self.leastByDay * all
    }

    private func basis(week: Int, day: Int) -> Basis {
        // Two visits of the hour of the week; one of the hour of the day, of which a first part may have been missed.
        if cells[week].hours >= 1.5 { return .hourOfWeek }
        return cells[Self.total].hours >= 20 && cells[day].hours >= 0.8 ? .hourOfDay : .nothing
    }

    private func rate(hour: Int) -> Double {
        let (week, day) = Self.places(of: hour)
        return cells[week].rate(wider: cells[day].rate(wider: all, weight: Self.weights.day), weight: Self.weights.week)
    }

    /// The average hour's rate.
    private var all: Double {
        max(Self.leastRate, Double(cells[Self.total].reports) / max(1, Double(cells[Self.total].hours)))
    }

    private static func places(of hour: Int) -> (week: Int, day: Int) {
        // 1970 began on a Thursday.
        ((hour + 72) % 168, dayStart + hour % 24)
    }
}

// MARK: Persistence

extension ReportRates {
    func write(into writer: inout SnapshotWriter) {
        for cell in cells {
            writer.write(cell.reports)
            writer.write(cell.hours)
        }
    }

    init?(from reader: inout SnapshotReader) {
        for place in cells.indices {
            guard let reports = reader.float(in: 0...1e9), let hours = reader.float(in: 0...1e4) else { return nil }
            cells[place] = Cell(reports: reports, hours: hours)
        }
    }
}
