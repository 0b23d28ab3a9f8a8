/// A journalled book as it was at one time, in the place of the entries it was made of.
struct CheckpointRow: Sendable, Equatable {
    /// The book's name; there is one checkpoint of each.
    var book: String
    /// Of the last entry in it.
    var sequence: Int
    /// Unix seconds.
    var at: Double
    /// The book in its own encoding; the store does not look inside.
    var bytes: [UInt8]
}
