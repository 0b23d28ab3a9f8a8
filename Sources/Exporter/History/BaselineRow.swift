/// What was learnt of one thing's ordinary behaviour, as it is kept.
struct BaselineRow: Sendable, Equatable {
    var key: String
    /// The baseline in its own encoding; the store does not look inside.
    var bytes: [UInt8]
    /// When it was taken down, in Unix seconds.
    var at: Double
}
