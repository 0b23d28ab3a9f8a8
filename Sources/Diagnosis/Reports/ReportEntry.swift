/// What is kept of a report that was taken: nothing that names or locates a person.
package struct ReportEntry: Sendable, Equatable {
    /// When it came, in Unix seconds by our own clock.
    package var at: Double
    package var symptom: Symptom
    package var client = ReportClient.unknown
    /// A configured one; `nil` when not said.
    package var region: String?
    /// Stands for who reports, for one day.
    package var reporter: UInt64
    /// Stands for where it comes from, for one day.
    package var source: UInt64
    /// Whether it is solved; `nil` when not said.
    package var isSolved: Bool?
    /// How bad it is, 1 to 5; `nil` when not said.
    package var severity: Int?
    /// Whether free text came with it, none of which is kept.
    package var hasText = false

    /// Names of regions are no longer.
    package static let mostRegionBytes = 32

    package init(_ symptom: Symptom, by reporter: UInt64, from source: UInt64, at time: Double) {
        at = time
        self.symptom = symptom
        self.reporter = reporter
        self.source = source
    }

    /// Whether it says that something does not work: what is solved is told of to answer, not to report.
    var isTrouble: Bool { isSolved != true }
}

extension ReportEntry {
    private static let version: UInt8 = 1

    /// For ``init(bytes:)``: 30 bytes and the region.
    package var bytes: [UInt8] {
        var writer = SnapshotWriter(version: Self.version)
        writer.write(at.bitPattern)
        writer.write(symptom.code)
        writer.write(client.code)
        writer.write(reporter)
        writer.write(source)
        writer.write(isSolved.map { $0 ? 2 : 1 } ?? 0 as UInt8)
        writer.write(UInt8(clamping: severity ?? 0))
        writer.write(hasText ? 1 : 0 as UInt8)
        writer.write(text: region ?? "")
        return writer.bytes
    }

    /// `nil` for bytes of another version, or spoilt ones.
    package init?(bytes: [UInt8]) {
        guard var reader = SnapshotReader(bytes, version: Self.version),
            let at = reader.integer(UInt64.self).map(Double.init(bitPattern:)), SurgeDetector.times.contains(at),
            let symptom = reader.integer(UInt8.self).flatMap(Symptom.init(code:)),
            let client = reader.integer(UInt8.self).flatMap(ReportClient.init(code:)),
            let reporter = reader.integer(UInt64.self), let source = reader.integer(UInt64.self),
            let solved = reader.integer(UInt8.self), solved <= 2,
            let severity = reader.integer(UInt8.self), severity <= 5,
            let text = reader.integer(UInt8.self), text <= 1,
            let region = reader.text(mostBytes: Self.mostRegionBytes), reader.isAtEnd
        else { return nil }
        self.init(symptom, by: reporter, from: source, at: at)
        self.client = client
        self.region = region.isEmpty ? nil : region
        isSolved = solved == 0 ? nil : solved == 2
        self.severity = severity == 0 ? nil : Int(severity)
        hasText = text == 1
    }
}
