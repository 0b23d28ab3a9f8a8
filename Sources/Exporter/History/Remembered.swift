import Diagnosis

/// What a history still knew when it was opened.
struct Remembered: Sendable, Equatable {
    /// Of the last 31 days, the oldest first.
    var uptime: [UptimeRow] = []
    var baselines: [BaselineRow] = []
    /// Of the last 31 days, the oldest first.
    var homes: [EdgeHomeRow] = []
    /// All that are open and the latest 500, the oldest first.
    var incidents: [IncidentRow] = []
    /// Those of ``incidents``, in the order written down.
    var notes: [NoteRow] = []
    /// Rows passed over because they cannot be understood: `table incident, row 17: opened is no number`.
    var faults: [String] = []
}
