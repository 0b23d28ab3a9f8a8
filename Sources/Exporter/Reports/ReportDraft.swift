import Diagnosis

/// A report as somebody sends it, before it is known by whom.
struct ReportDraft: Equatable {
    var symptom: Symptom
    var region: String?
    var client = ReportClient.unknown
    var isSolved: Bool?
    var severity: Int?
    /// That there is one; what it says is let go of here.
    var hasText = false
    /// Whom a program reports for.
    var reporter: String?

    static let mostTextBytes = 4096
    static let mostReporterBytes = 256

    private static let names = ["symptom", "region", "client", "solved", "severity", "text"]

    /// - Parameters:
    ///   - regions: those there are.
    ///   - mayNameReporter: whether whoever sends it may say whom it is from.
    ///   - others: fields that are somebody else's to read.
    init(
        _ fields: ReportFields, regions: [String], mayNameReporter: Bool, others: Set<String> = []
    ) throws(ReportRefusal) {
        let names = Self.names + (mayNameReporter ? ["reporter"] : [])
        // Most of all, nothing that somebody hoped would be kept is dropped without a word.
        guard fields.texts.keys.allSatisfy({ names.contains($0) || others.contains($0) }) else {
            throw ReportRefusal(.invalid, "there are no fields but " + names.joined(separator: ", "))
        }
        guard let symptom = fields["symptom"].flatMap(Symptom.init(rawValue:)) else {
            throw Self.mistake("symptom", Symptom.allCases.map(\.rawValue))
        }
        self.symptom = symptom
        if let name = fields["client"] {
            guard let client = ReportClient(rawValue: name) else {
                throw Self.mistake("client", ReportClient.allCases.map(\.rawValue))
            }
            self.client = client
        }
        if let region = fields["region"] {
            guard regions.contains(region) else {
                throw regions.isEmpty
                    ? ReportRefusal(.invalid, "no regions are configured (reports: regions), leave region out")
                    : Self.mistake("region", regions)
            }
            self.region = region
        }
        if let solved = fields["solved"] {
            guard solved == "yes" || solved == "no" else { throw Self.mistake("solved", ["yes", "no"]) }
            isSolved = solved == "yes"
        }
        if let text = fields["severity"] {
            let words = (1...5).map(String.init)
            guard let index = words.firstIndex(of: text) else { throw Self.mistake("severity", words) }
            severity = index + 1
        }
        if let text = fields["text"] {
            guard text.utf8.count <= Self.mostTextBytes else {
                throw ReportRefusal(.invalid, "text has at most \(Self.mostTextBytes) bytes")
            }
            hasText = true
        }
        if let reporter = fields["reporter"] {
            guard reporter.utf8.count <= Self.mostReporterBytes else {
                throw ReportRefusal(.invalid, "reporter has at most \(Self.mostReporterBytes) bytes")
            }
            self.reporter = reporter
        }
    }

    private static func mistake(_ name: String, _ words: [String]) -> ReportRefusal {
        ReportRefusal(.invalid, "\(name) must be one of " + words.joined(separator: ", "))
    }
}
