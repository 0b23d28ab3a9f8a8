extension SurgeDetector {
    /// Stands for no time.
    fileprivate static let none = -1.0

    /// What was learnt, for ``init(bytes:settings:)``: about 2 KB.
    package var bytes: [UInt8] {
        var writer = SnapshotWriter(version: Self.version)
        for time in [now, since, raisedSince, calmSince, lastBlock?.end] { writer.write(double: time ?? Self.none) }
        writer.write(variable: UInt64(lastBlock?.reports ?? 0))
        writer.write(UInt8(isBlockWhole ? 1 : 0))
        window.write(into: &writer)
        rates.write(into: &writer)
        recent.write(into: &writer)
        bursts.write(into: &writer)
        return writer.sealed
    }

    /// `nil` for bytes of another version, or spoilt ones.
    package init?(bytes: [UInt8], settings: SurgeSettings) {
        let times = Self.none...Self.times.upperBound
        guard var reader = SnapshotReader(sealed: bytes, version: Self.version),
            let now = reader.double(in: times), let since = reader.double(in: times),
            let raisedSince = reader.double(in: times),
            let calmSince = reader.double(in: times), let blockEnd = reader.double(in: times),
            let blockReports = reader.variable(),
            blockReports <= SourceWindow.mostSources,
            let isBlockWhole = reader.integer(UInt8.self), let window = SourceWindow(from: &reader),
            let rates = ReportRates(from: &reader), let recent = RecentReports(from: &reader),
            let bursts = ReportBursts(from: &reader), reader.isAtEnd
        else { return nil }
        self.settings = settings
        let known = { (time: Double) in time < 0 ? nil : time }
        (self.now, self.since) = (known(now), known(since))
        (self.raisedSince, self.calmSince) = (known(raisedSince), known(calmSince))
        lastBlock = known(blockEnd).map { ($0, Double(blockReports)) }
        self.isBlockWhole = isBlockWhole == 1
        (self.window, self.rates, self.recent, self.bursts) = (window, rates, recent, bursts)
    }
}
