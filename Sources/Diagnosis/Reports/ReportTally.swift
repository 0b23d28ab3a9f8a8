/// What reports have been counted, over all time.
package struct ReportTally: Sendable, Equatable {
    /// What was answered to the questions about a symptom.
    package struct Answers: Sendable, Equatable {
        package var solved: UInt64 = 0
        package var unsolved: UInt64 = 0
        /// Answers of each severity, 1 first.
        package var severities: [UInt64] = Array(repeating: 0, count: 5)
    }

    /// The region of reports that do not say theirs, or one that is not configured.
    package static let noRegion = "unknown"

    private var reports: [Symptom: [String: UInt64]] = [:]
    private var clients: [ReportClient: UInt64] = [:]
    private var answers: [Symptom: Answers] = [:]
    /// Reports that came with free text.
    package private(set) var texts: UInt64 = 0
    /// When the last report counted, in Unix seconds.
    package private(set) var lastAt: Double?

    package init() {}

    /// Reports of a symptom from a region.
    package func reports(of symptom: Symptom, from region: String) -> UInt64 { reports[symptom]?[region] ?? 0 }

    /// Reports by users of a client.
    package func reports(by client: ReportClient) -> UInt64 { clients[client] ?? 0 }

    package func answers(about symptom: Symptom) -> Answers { answers[symptom] ?? Answers() }

    mutating func count(_ entry: ReportEntry, from region: String) {
        reports[entry.symptom, default: [:]][region, default: 0] &+= 1
        clients[entry.client, default: 0] &+= 1
        if entry.hasText { texts &+= 1 }
        lastAt = max(lastAt ?? entry.at, entry.at)
    }

    mutating func count(isSolved: Bool, about symptom: Symptom) {
        if isSolved { answers[symptom, default: Answers()].solved &+= 1 }
        if !isSolved { answers[symptom, default: Answers()].unsolved &+= 1 }
    }

    mutating func count(severity: Int, about symptom: Symptom) {
        guard (1...5).contains(severity) else { return }
        answers[symptom, default: Answers()].severities[severity - 1] &+= 1
    }

    /// Forgets the counts of all other regions.
    mutating func keep(regions: Set<String>) {
        for symptom in reports.keys {
            reports[symptom] = reports[symptom]?.filter { $0.key == Self.noRegion || regions.contains($0.key) }
        }
    }
}

extension ReportTally {
    func write(to writer: inout SnapshotWriter) {
        writer.write((lastAt ?? .nan).bitPattern)
        writer.write(variable: texts)
        for client in ReportClient.allCases { writer.write(variable: reports(by: client)) }
        for symptom in Symptom.allCases {
            let answers = answers(about: symptom)
            for count in [answers.solved, answers.unsolved] + answers.severities { writer.write(variable: count) }
            let regions = reports[symptom] ?? [:]
            writer.write(variable: UInt64(regions.count))
            for (region, count) in regions.sorted(by: { $0.key < $1.key }) {
                writer.write(text: region)
                writer.write(variable: count)
            }
        }
    }

    init?(from reader: inout SnapshotReader, mostRegions: Int) {
        guard let last = reader.integer(UInt64.self).map(Double.init(bitPattern:)), let texts = reader.variable()
        else { return nil }
        lastAt = last.isFinite ? last : nil
        self.texts = texts
        for client in ReportClient.allCases {
            guard let count = reader.variable() else { return nil }
            clients[client] = count == 0 ? nil : count
        }
        for symptom in Symptom.allCases {
            var counts: [UInt64] = []
            for _ in 0..<7 {
                guard let count = reader.variable() else { return nil }
                counts.append(count)
            }
            if counts.contains(where: { $0 > 0 }) {
                answers[symptom] = Answers(solved: counts[0], unsolved: counts[1], severities: Array(counts[2...]))
            }
            guard let regions = reader.variable(), regions <= UInt64(mostRegions) else { return nil }
            for _ in 0..<regions {
                guard let region = reader.text(mostBytes: ReportEntry.mostRegionBytes), let count = reader.variable()
                else { return nil }
                reports[symptom, default: [:]][region] = count
            }
        }
    }
}
