import Diagnosis

/// What the page says, in one language.
struct PageWords: Sendable {
    var title: String
    var introduction: String
    var languages: String
    var required: String
    var optional: String

    var symptomQuestion: String
    var symptoms: [Symptom: String]
    var regionQuestion: String
    var clientQuestion: String
    var clients: [ReportClient: String]
    var notSaid: String
    var severityQuestion: String
    /// From 1 to 5.
    var severities: [String]
    var solvedQuestion: String
    var solved: String
    var unsolved: String
    var send: String

    var privacyTitle: String
    var privacy: [String]

    var problem: String
    /// Before the title of a page with a problem, for those who hear it.
    var problemPrefix: String
    var symptomMissing: String
    var ticketExpired: String
    var notReadable: String
    var notStored: String
    /// Takes seconds.
    var tooMany: @Sendable (Int) -> String

    var thanks: String
    var thanksForAnswer: String
    var alreadyCounted: String
    /// Takes a number of people, 1 or more, and a time in minutes.
    var others: @Sendable (Int, Int) -> String
    var comeBack: String
    var another: String
}
