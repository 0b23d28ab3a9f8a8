/// How the last hours compare with what is normal for them: a holiday, a term's beginning, a growing number of users.
struct RecentReports: Sendable {
    /// After so many hours what was counts half.
    private static let halfLifeHours = 1.0
    /// What is normal weighs as much as so many reports.
    private static let weight = 10.0
    /// Not lower: whatever was silent would surge when it speaks again.
    private static let levels = 0.4...8.0

    private var reports = 0.0
    private var expected = 0.0
    private var hours = 0.0
    private var last = 0.0

    init() {}

    /// Takes in what came in a part of an hour that ended at `time`, and how many would have been normal.
    mutating func learn(_ reports: Double, expected: Double, hours: Double, at time: Double) {
        let passed = min(max(hours, (time - last) / 3600), 1000)
        let kept = Octaves.exp2(-passed / Self.halfLifeHours)
        self.reports = self.reports * kept + reports
        self.expected = self.expected * kept + expected
        self.hours = self.hours * kept + hours
        last = time
    }

    /// By how much the last hours were above (more than 1) or below what is normal.
    var level: Double {
        min(max((reports + Self.weight) / (expected + Self.weight), Self.levels.lowerBound), Self.levels.upperBound)
    }

    /// The variance of ``level`` by its square.
    var uncertainty: Double { 1 / (reports + Self.weight) }

    /// Reports an hour, for when it is not known what is normal: of half an hour in which there were so many.
    func rate(prior perHour: Double) -> Double {
        (reports + perHour / 2) / (hours + 0.5)
    }

    func write(into writer: inout SnapshotWriter) {
        for value in [reports, expected, hours, last] { writer.write(double: value) }
    }

    init?(from reader: inout SnapshotReader) {
        guard let reports = reader.double(in: 0...1e9), let expected = reader.double(in: 0...1e9),
            let hours = reader.double(in: 0...1e4), let last = reader.double(in: 0...1e12)
        else { return nil }
        (self.reports, self.expected, self.hours, self.last) = (reports, expected, hours, last)
    }
}
