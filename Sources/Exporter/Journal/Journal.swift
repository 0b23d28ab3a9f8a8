import Synchronization

/// Takes entries into a book, each only once it is on the disk: what was acknowledged outlives the process.
///
/// Without a history entries are taken in at once. To be used on one loop.
final class Journal<Book: JournalledBook>: Sendable {
    private let book: Mutex<Book>

    /// - Parameter name: tells its rows from other books'; fixed for ever.
    init(_ book: Book, name: String, _ context: SignalContext) {
        self.book = Mutex(book)
    }

    /// Makes an entry durable, then takes it in.
    /// - Throws: why it is not on the disk; it is not taken in then, and must not be acknowledged.
    func append(_ entry: Book.Entry) async throws {
        book.withLock { $0.apply(entry) }
    }

    /// Looks at the book, or changes what is no entry's doing: its settings, the time it has come to.
    func withBook<Result: Sendable>(_ body: (inout Book) -> Result) -> Result {
        book.withLock { body(&$0) }
    }

    /// Puts the whole book on the disk in the place of its entries.
    func keep() {}
}
