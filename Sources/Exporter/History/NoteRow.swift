/// An operator's note, as it is kept; it is never changed.
struct NoteRow: Sendable, Equatable {
    /// The incident's id.
    var incident: String
    /// Unique within its incident.
    var id: Int
    /// Unix seconds.
    var at: Double
    var author: String
    var text: String
}
