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
    /// One of each journalled book.
    var checkpoints: [CheckpointRow] = []
    /// Those of each book in their order; a checkpoint may contain some of them already.
    var entries: [EntryRow] = []
    /// The place of each book's last entry, be it in a checkpoint.
    var lastSequences: [String: Int] = [:]
    /// Rows passed over because they cannot be understood: `table incident, row 17: opened is no number`.
    var faults: [String] = []
}
