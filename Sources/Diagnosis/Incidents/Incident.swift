package import Probing
package import WhatsApp

/// A time of trouble, from its first failing probe until all has been well for a while.
///
/// All times are Unix seconds. Codable by its members' names, enums by their raw values.
package struct Incident: Sendable, Equatable, Codable {
    /// How much hangs on it.
    package enum Severity: String, CaseIterable, Sendable, Codable {
        /// A part fails on which no verdict hangs: an advertising link, the alternate chat edge, a name server.
        case minor
        /// The verdict names trouble.
        case major
    }

    /// `2026-11-22-01`: the day of its detection in UTC, and a number that is never given twice.
    package var id: String
    package var severity: Severity
    /// The verdict last given for it; `.ok` for a minor one, of which no verdict speaks.
    package var verdict: Verdict
    /// Every scope it has reached, in the order of `Scope.allCases`.
    package var scopes: [Scope]
    /// Those of ``scopes`` that are not known to be well again.
    package var troubled: [Scope]
    /// All that it has reached, at most ``edgeLimit`` edges and ``targetLimit`` targets.
    package var components: [Component]
    package var edges: [String]
    package var layers: [FailureLayer]
    package var reasons: [FailureReason]
    package var targets: [String]
    /// One sentence: the verdict's own at ``causeAt``.
    package var cause: String
    /// When the cause and the evidence were last taken down.
    package var causeAt: Double
    /// The weightiest first, at most ``evidenceLimit``; may hold words of strangers.
    package var evidence: [String]
    /// What can be done meanwhile, the best first.
    package var workarounds: [String]
    /// How the past compares.
    package var likeness: Likeness
    /// Begin of the first failing probe.
    package var startedAt: Double
    /// When the verdict came into force.
    package var detectedAt: Double
    /// When all was well again; provisional while ``resolvedAt`` is `nil`.
    package var restoredAt: Double?
    /// When it was closed; `nil` while it is open.
    package var resolvedAt: Double?
    /// In the order written down, at most ``timelineLimit``.
    package internal(set) var timeline: [TimelineEntry] = []
    /// Entries taken out of the timeline's middle.
    package internal(set) var omittedEntries = 0
    /// In the order taken down.
    package internal(set) var notes: [Note] = []
    /// The highest number a note has got, kept or not.
    package internal(set) var lastNoteID = 0

    /// Entries the timeline holds at most.
    package static let timelineLimit = 200
    /// Notes it takes at most.
    package static let noteLimit = 1000
    /// Pieces of evidence it keeps at most.
    package static let evidenceLimit = 8
    /// Edges it keeps at most.
    package static let edgeLimit = 32
    /// Targets it keeps at most.
    package static let targetLimit = 32

    /// Whether it has not been closed; one that seems over is open until that has held for a while.
    package var isOpen: Bool { resolvedAt == nil }

    /// From the first failing probe to the verdict; 0 when the clock was put back between.
    package var secondsToDetect: Double { max(0, detectedAt - startedAt) }

    /// From the first failing probe until all was well; `nil` while it is not, or when nobody saw it end.
    package var secondsToRestore: Double? { restoredAt.map { max(0, $0 - startedAt) } }
}

extension Incident {
    /// All of it but the notes, which are kept one by one.
    package var withoutNotes: Incident {
        var incident = self
        incident.notes = []
        return incident
    }

    /// Takes back notes that were kept by themselves.
    package mutating func take(_ kept: [Note]) {
        let known = Set(notes.map(\.id))
        notes = (notes + kept.filter { !known.contains($0.id) }).sorted { $0.id < $1.id }
        lastNoteID = max(lastNoteID, notes.last?.id ?? 0)
    }
}

extension Verdict: Codable {}
extension Scope: Codable {}
extension Component: Codable {}
extension FailureLayer: Codable {}
extension FailureReason: Codable {}
