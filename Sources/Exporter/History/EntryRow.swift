/// An entry of a journalled book, as it is kept until a checkpoint of the book contains it.
struct EntryRow: Sendable, Equatable {
    /// The name of its book.
    var book: String
    /// Its place among the entries of its book, from 1.
    var sequence: Int
    var bytes: [UInt8]
}
