/// A book that is made of entries alone: the same entries in the same order give the same book.
protocol JournalledBook: Sendable {
    associatedtype Entry: JournalEntry

    /// Takes in an entry; one that was taken in before must not count again only if the book itself can tell.
    mutating func apply(_ entry: Entry)

    /// All of it, for ``restore(_:)``.
    var snapshot: [UInt8] { get }

    /// Takes back a snapshot, before the first entry.
    /// - Returns: `false` for one of another version or a spoilt one, which changes nothing.
    mutating func restore(_ snapshot: [UInt8]) -> Bool
}

/// Something accepted from outside, without anything in it that names a person.
protocol JournalEntry: Sendable {
    var bytes: [UInt8] { get }

    /// `nil` for bytes of another version, or spoilt ones.
    init?(bytes: [UInt8])
}
