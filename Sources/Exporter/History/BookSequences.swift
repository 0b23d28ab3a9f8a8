/// How far the journals have come, book by book, in memory and on the disk.
struct BookSequences: Sendable {
    /// The last entry of each book.
    private var last: [String: Int]
    /// Books of which the disk has entries that were never read: no checkpoint may take their place.
    private(set) var unread: Set<String> = []
    /// Books of which the disk has lost entries: only a checkpoint has them all.
    private(set) var lost: Set<String> = []

    /// - Parameter last: what was read back from the disk.
    init(_ last: [String: Int]) {
        self.last = last
    }

    /// Takes in what a database has that was opened later: by then it may be another one than was read.
    /// - Returns: The books that now are ``unread`` and were not before.
    mutating func meet(_ found: [String: Int]) -> [String] {
        let news = found.filter { $0.value > last[$0.key] ?? 0 }
        lost.formUnion(last.filter { found[$0.key] ?? 0 < $0.value }.keys)
        last.merge(news) { $1 }
        let newlyUnread = news.keys.filter { !unread.contains($0) }.sorted()
        unread.formUnion(newlyUnread)
        return newlyUnread
    }

    /// The place that the next entry of a book has.
    mutating func next(of book: String) -> Int {
        let next = (last[book] ?? 0) + 1
        last[book] = next
        return next
    }

    mutating func keep(_ checkpoint: CheckpointRow) {
        lost.remove(checkpoint.book)
    }
}
