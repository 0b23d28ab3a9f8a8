/// An incident, as it is kept: what is asked for by itself, and all of it as a document.
struct IncidentRow: Sendable, Equatable {
    var id: String
    /// Unix seconds.
    var openedAt: Double
    /// Unix seconds; `nil` while it is open.
    var resolvedAt: Double?
    var verdict: String
    /// JSON.
    var document: [UInt8]
}
