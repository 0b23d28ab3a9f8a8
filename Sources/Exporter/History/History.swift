import Posix
import Store
import Synchronization

/// What outlives the exporter: uptime, baselines, home edges, incidents, notes and journals, kept in a directory.
///
/// Without a directory nothing is kept, and everything is as if it were.
final class History: Sendable {
    /// How it works.
    struct Settings: Sendable {
        /// How long rows are kept.
        var retention = Duration.seconds(400 * 86_400)
        /// The longest that a change waits for others to be written with.
        var interval = Duration.seconds(5)
        /// After failures in a row the wait doubles up to this.
        var longestInterval = Duration.seconds(60)
        /// How long a write waits for another process, such as one that makes a backup.
        var busyTimeout = Duration.seconds(5)
        /// Changes that may wait, and the memory they may take.
        var capacity = 10_000
        var capacityBytes = 32 << 20
    }

    private let writer: HistoryWriter?

    private init(_ writer: HistoryWriter?) {
        self.writer = writer
    }

    /// Opens the history in a directory, made when it is missing; blocking.
    ///
    /// The directory is locked until ``close()``. A damaged file is set aside and a new one begun. A disk that is full or
    /// fails keeps nothing from working: the history then opens as soon as it can be written.
    /// - Parameters:
    ///   - directory: `nil` for none.
    ///   - now: Unix seconds.
    /// - Throws: what an operator has to put right, one line.
    static func open(
        directory: String?, _ settings: Settings = Settings(), log: Log, now: @escaping @Sendable () -> Double = { unixTimeNow() }
    ) throws -> (History, Remembered) {
        guard let directory else { return (History(nil), Remembered()) }
        let (writer, remembered) = try HistoryWriter.open(directory, settings, log: log, now: now)
        return (History(writer), remembered)
    }

    /// Whether what is posted outlives the exporter.
    var isPersistent: Bool { writer != nil }

    var status: HistoryStatus { writer?.status ?? HistoryStatus(isPersistent: false) }

    /// Takes a change in, to be written soon, and returns at once.
    func post(_ change: Change) {
        writer?.post(change)
    }

    /// Has all that is pending written now instead of soon; returns at once.
    func hurry() {
        writer?.hurry()
    }

    /// Whether the latest change of a key is on the disk, if it ever was posted.
    func hasWritten(_ key: Change.Key) -> Bool {
        writer?.hasWritten(key) ?? false
    }

    /// Writes changes, after all that were posted before, and returns when they are on the disk.
    /// - Throws: why they are not.
    func commit(_ changes: Change...) async throws(StoreError) {
        try await writer?.commit(changes)
    }

    // MARK: Journals

    /// Puts an entry on the disk, together with others that come at the same time, and returns when it is there.
    ///
    /// Without a directory there is no disk, and it is taken in at once.
    /// - Parameter takeIn: given the place of the entry among its book's, from 1; called before this returns, in that order, on the
    ///   writer's thread.
    /// - Throws: why it is not on the disk, and never will be, `.busy` when too many wait; it is not taken in then.
    func append(_ bytes: [UInt8], to book: String, takeIn: @escaping @Sendable (_ sequence: Int) -> Void) async throws(StoreError)
    {
        guard let writer else { return takeIn(0) }
        try await writer.append(bytes, to: book, takeIn: takeIn)
    }

    /// Has a book put on the disk in the place of its entries; returns at once.
    /// - Parameters:
    ///   - sequence: the place of the last entry in it.
    ///   - snapshot: makes the bytes, on the writer's thread.
    ///   - then: hears whether it is on the disk; the entries are there still if it is not.
    func keep(
        _ book: String, through sequence: Int, snapshot: @escaping @Sendable () -> [UInt8],
        then: @escaping @Sendable (_ isKept: Bool) -> Void
    ) {
        writer?.keep(book, through: sequence, snapshot: snapshot, then: then)
    }

    /// Whether entries of a book that were on the disk are no longer: its file was damaged or taken away.
    func hasLost(_ book: String) -> Bool {
        writer?.hasLost(book) ?? false
    }

    /// Writes what is pending, as far as that goes, and ends. Blocking.
    func close() {
        writer?.close()
    }
}
