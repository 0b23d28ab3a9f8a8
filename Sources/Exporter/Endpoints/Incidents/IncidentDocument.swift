import Diagnosis
import FoundationEssentials
import Probing
import WhatsApp

/// An incident, as `/api/v1/incidents` tells it.
struct IncidentDocument: Encodable {
    struct EntryDocument: Encodable {
        var at: Date
        var kind: String
        var text: String
    }

    struct LikenessDocument: Encodable {
        var in30Days: Int
        var in90Days: Int
        var atThisHour: Int
        var medianSecondsToRestore: Double?
        var examples: [String]
        var sentences: [String]

        private enum CodingKeys: String, CodingKey {
            // Spelt out, for the encoder's own snake case leaves digits where they are.
            case in30Days = "in_30_days"
            case in90Days = "in_90_days"
            case atThisHour, medianSecondsToRestore, examples, sentences
        }
    }

    var id: String
    /// `open` or `resolved`.
    var state: String
    var severity: String
    var verdict: String
    var blame: String
    var scopes: [String]
    /// Scopes not known to be well again.
    var troubled: [String]
    var components: [String]
    var edges: [String]
    var layers: [String]
    var reasons: [String]
    var targets: [String]
    var cause: String
    var causeAt: Date
    var evidence: [String]
    var workarounds: [String]
    var startedAt: Date
    var detectedAt: Date
    /// Provisional while the incident is open.
    var restoredAt: Date?
    var resolvedAt: Date?
    var secondsToDetect: Double
    var secondsToRestore: Double?
    /// Whether it would outlast this process.
    var stored: Bool
    var noteCount: Int
    /// `nil` in lists, like the notes and what the past was like.
    var timeline: [EntryDocument]?
    var notes: [NoteDocument]?
    var likeness: LikenessDocument?

    init(_ incident: Incident, isStored: Bool, isWhole: Bool) {
        id = incident.id
        state = incident.isOpen ? "open" : "resolved"
        severity = incident.severity.rawValue
        verdict = incident.verdict.rawValue
        blame = incident.severity == .minor ? Blame.whatsapp.rawValue : incident.verdict.blame.rawValue
        scopes = incident.scopes.map(\.rawValue)
        troubled = incident.troubled.map(\.rawValue)
        components = incident.components.map(\.rawValue)
        edges = incident.edges
        layers = incident.layers.map(\.rawValue)
        reasons = incident.reasons.map(\.rawValue)
        targets = incident.targets
        cause = incident.cause
        causeAt = Date(timeIntervalSince1970: incident.causeAt)
        evidence = incident.evidence
        workarounds = incident.workarounds
        startedAt = Date(timeIntervalSince1970: incident.startedAt)
        detectedAt = Date(timeIntervalSince1970: incident.detectedAt)
        restoredAt = incident.restoredAt.map { Date(timeIntervalSince1970: $0) }
        resolvedAt = incident.resolvedAt.map { Date(timeIntervalSince1970: $0) }
        secondsToDetect = incident.secondsToDetect
        secondsToRestore = incident.secondsToRestore
        stored = isStored
        noteCount = incident.notes.count
        guard isWhole else { return }
        timeline = incident.timeline.map {
            EntryDocument(at: Date(timeIntervalSince1970: $0.at), kind: $0.kind.rawValue, text: $0.text)
        }
        notes = incident.notes.map(NoteDocument.init)
        likeness = LikenessDocument(incident.likeness)
    }
}

extension IncidentDocument.LikenessDocument {
    fileprivate init(_ likeness: Likeness) {
        in30Days = likeness.in30Days
        in90Days = likeness.in90Days
        atThisHour = likeness.atThisHour
        medianSecondsToRestore = likeness.medianSecondsToRestore
        examples = likeness.examples
        sentences = likeness.sentences
    }
}

/// A list of incidents, the newest first.
struct IncidentListDocument: Encodable {
    /// How many there are of the state asked for, listed or not.
    var matching: Int
    var incidents: [IncidentDocument]
}

/// A note, as the API tells it.
struct NoteDocument: Encodable {
    var id: Int
    var at: Date
    var author: String
    var text: String

    init(_ note: Note) {
        id = note.id
        at = Date(timeIntervalSince1970: note.at)
        author = note.author
        text = note.text
    }
}
