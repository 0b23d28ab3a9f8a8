/// What users report: counted once for each reporter, symptom and window, and watched for surges.
///
/// Made of entries alone; it has no clock.
package struct ReportBook: Sendable {
    /// What the operator may choose.
    package struct Settings: Sendable, Equatable {
        /// Names of at most ``ReportEntry/mostRegionBytes`` bytes.
        package var regions: Set<String> = []
        /// Within it, further reports of one reporter and symptom do not count.
        package var windowSeconds = 1800.0
        package var surge = SurgeSettings()

        package init() {}
    }

    /// What comes of a report.
    package enum Effect: Sendable {
        case counted
        /// Only its answers to the questions count.
        case answered
        /// Nothing is new in it.
        case alreadyCounted
    }

    /// There are no more regions.
    package static let mostRegions = 64

    /// What goes for the entries to come.
    package var settings: Settings {
        didSet { apply(settings) }
    }
    /// What has been counted.
    package private(set) var tally = ReportTally()
    private var recent: RecentReporters
    private var detectors: [Symptom: SurgeDetector]

    package init(_ settings: Settings = Settings()) {
        self.settings = settings
        recent = RecentReporters(windowSeconds: settings.windowSeconds)
        detectors = Dictionary(uniqueKeysWithValues: Symptom.allCases.map { ($0, SurgeDetector(settings.surge)) })
    }

    /// What would come of an entry now.
    package func effect(of entry: ReportEntry) -> Effect {
        let mark = recent.mark(of: key(of: entry), at: entry.at)
        if entry.isTrouble, mark?.hasReported != true { return .counted }
        let saysWhetherSolved = entry.isSolved != nil && mark?.hasToldWhetherSolved != true
        let saysSeverity = entry.severity != nil && mark?.hasToldSeverity != true
        return saysWhetherSolved || saysSeverity ? .answered : .alreadyCounted
    }

    /// Takes in an entry; what was counted already is not counted again.
    package mutating func apply(_ entry: ReportEntry) {
        guard SurgeDetector.times.contains(entry.at) else { return }
        recent.advance(to: entry.at)
        let effect = effect(of: entry)
        guard effect != .alreadyCounted else { return }
        let key = key(of: entry)
        var mark = recent.mark(of: key, at: entry.at) ?? RecentReporters.Mark(at: entry.at)
        if effect == .counted {
            mark.at = entry.at
            mark.hasReported = true
            let region = entry.region.flatMap { settings.regions.contains($0) ? $0 : nil }
            tally.count(entry, from: region ?? ReportTally.noRegion)
            detectors[entry.symptom]?.observe(source: entry.source, at: entry.at)
        }
        if let isSolved = entry.isSolved, !mark.hasToldWhetherSolved {
            mark.hasToldWhetherSolved = true
            tally.count(isSolved: isSolved, about: entry.symptom)
        }
        if let severity = entry.severity, !mark.hasToldSeverity {
            mark.hasToldSeverity = true
            tally.count(severity: severity, about: entry.symptom)
        }
        recent.set(mark, of: key)
    }

    /// Goes on to a time, in Unix seconds.
    package mutating func advance(to time: Double) {
        guard SurgeDetector.times.contains(time) else { return }
        recent.advance(to: time)
        for symptom in Symptom.allCases { detectors[symptom]?.advance(to: time) }
    }

    /// Distinct reporters of a symptom within the window.
    package func reporters(of symptom: Symptom) -> Int { recent.counts[symptom] ?? 0 }

    /// Whether reports of a symptom surge.
    package func reading(of symptom: Symptom) -> SurgeReading { detectors[symptom]?.reading ?? SurgeReading() }

    /// How many of the users are affected; `nil` for numbers out of range.
    package func impact(of symptom: Symptom, users: Int, reportingShare: ClosedRange<Double>) -> Impact? {
        let usual = reading(of: symptom).usual * settings.windowSeconds / SurgeReading.windowSeconds
        return Impact(
            reporters: reporters(of: symptom), expected: usual, users: users, reportingShare: reportingShare)
    }

    private func key(of entry: ReportEntry) -> RecentReporters.Key {
        RecentReporters.Key(reporter: entry.reporter, symptom: entry.symptom)
    }

    private mutating func apply(_ settings: Settings) {
        recent.windowSeconds = settings.windowSeconds
        tally.keep(regions: settings.regions)
        for symptom in Symptom.allCases { detectors[symptom]?.settings = settings.surge }
    }
}

extension ReportBook {
    private static let version: UInt8 = 1
    /// More than a detector ever needs.
    private static let mostDetectorBytes = 1 << 20

    /// All of it, for ``restore(_:)``.
    package var snapshot: [UInt8] {
        var writer = SnapshotWriter(version: Self.version)
        tally.write(to: &writer)
        recent.write(to: &writer)
        for symptom in Symptom.allCases { writer.write(field: detectors[symptom]?.bytes ?? []) }
        return writer.sealed
    }

    /// Takes back a snapshot, before the first entry; the settings stay.
    /// - Returns: `false` for one of another version or a spoilt one, which changes nothing.
    package mutating func restore(_ snapshot: [UInt8]) -> Bool {
        var recent = RecentReporters(windowSeconds: settings.windowSeconds)
        guard var reader = SnapshotReader(sealed: snapshot, version: Self.version),
            let tally = ReportTally(from: &reader, mostRegions: Self.mostRegions + 1), recent.read(from: &reader)
        else { return false }
        var detectors: [Symptom: SurgeDetector] = [:]
        for symptom in Symptom.allCases {
            guard let bytes = reader.field(mostBytes: Self.mostDetectorBytes) else { return false }
            // A detector that has changed its own format learns anew; the counts are as good as before.
            detectors[symptom] = SurgeDetector(bytes: bytes, settings: settings.surge) ?? SurgeDetector(settings.surge)
        }
        (self.tally, self.recent, self.detectors) = (tally, recent, detectors)
        apply(settings)
        return true
    }
}
