import Posix
import Store

/// The database of a history, in the hands of one thread.
struct Archive: ~Copyable {
    /// A change that the database will never take.
    struct Refusal: Sendable, Equatable {
        /// The place in what was to be written.
        let index: Int
        let error: StoreError
    }

    static let fileName = "history.db"

    let database: Database
    /// The newest time in it when it was opened; `nil` when it was empty.
    private let newest: Double?
    private let openedAt = Deadline.now

    /// Opens a database, made and migrated as need be; reads all of it to see that it is sound.
    /// - Throws: `.corrupt` with the first of what is wrong with it, for one.
    private init(_ file: DatabaseFile, busyTimeout: Duration) throws(StoreError) {
        database = try Self.soundDatabase(file, busyTimeout: busyTimeout)
        newest = (try? database.integer("SELECT CAST(max(start) AS INTEGER) FROM uptime")).map { Double($0) }
    }

    private static func soundDatabase(_ file: DatabaseFile, busyTimeout: Duration) throws(StoreError) -> Database {
        let database = try Database(file, busyTimeout: busyTimeout)
        try database.keepWriteAheadLog()
        try database.migrate(to: .history)
        try checkPages(of: database)
        return database
    }

    private static func checkPages(of database: borrowing Database) throws(StoreError) {
        let problems = try database.integrityProblems()
        guard let first = problems.first else { return }
        throw StoreError(.corrupt, problems.count == 1 ? first : "\(first), and more of the kind")
    }

    /// Makes sure that a file is a sound history, of any version known, without writing to it.
    static func check(_ file: DatabaseFile) throws(StoreError) {
        let database = try Database(file, .readOnly)
        try database.check(against: .history)
        try checkPages(of: database)
    }

    /// Opens the database; one that is damaged is set aside under a new name, told in `notices`, and a new one begun.
    /// - Parameter now: Unix seconds, for the new name.
    static func open(
        _ file: DatabaseFile, busyTimeout: Duration, at now: Double, notices: inout [String]
    ) throws(StoreError) -> Archive {
        let restored = HistoryCopies.incoming(of: file)
        if !file.exists, restored.exists, (try? check(restored)) != nil {
            // A restore was cut short between its two renames.
            try restored.move(to: file)
            notices.append("\(file.path): a restore that was cut short is completed")
        }
        do throws(StoreError) {
            return try Archive(file, busyTimeout: busyTimeout)
        } catch {
            guard error.kind == .corrupt || error.kind == .notADatabase else { throw error }
            let aside = file.aside("corrupt", at: now)
            try file.move(to: aside)
            notices.append("\(file.path) is damaged and set aside as \(aside.path), a new one is begun: \(error)")
            return try Archive(file, busyTimeout: busyTimeout)
        }
    }

    /// Reads a database back on a disk that takes nothing more.
    static func remember(withoutWriting file: DatabaseFile, at now: Double) throws(StoreError) -> Remembered {
        let database = try Database(file, .alone)
        try database.check(against: .history)
        return try ArchiveReading.remember(from: database, at: now)
    }

    /// Puts the changes on the disk, all but the refused ones, or none of them.
    borrowing func write(_ changes: [Change]) throws(StoreError) -> [Refusal] {
        try database.transaction { () throws(StoreError) in
            let writing = try ArchiveWriting(database)
            var refusals: [Refusal] = []
            for (index, change) in changes.enumerated() {
                do throws(StoreError) {
                    try writing.write(change)
                } catch {
                    // Only the statement is undone by it; the transaction goes on.
                    guard error.kind == .unfit else { throw error }
                    refusals.append(Refusal(index: index, error: error))
                }
            }
            return refusals
        }
    }

    /// Puts entries on the disk, all or none.
    borrowing func append(_ rows: [EntryRow]) throws(StoreError) {
        try database.transaction { () throws(StoreError) in
            let statement = try database.prepare("INSERT INTO journal (book, sequence, bytes) VALUES (?, ?, ?)")
            for row in rows { try statement.run(.text(row.book), .integer(Int64(row.sequence)), .blob(row.bytes)) }
        }
    }

    /// Puts a checkpoint on the disk in the place of the one before, and of the entries in it.
    borrowing func keep(_ row: CheckpointRow) throws(StoreError) {
        try database.transaction { () throws(StoreError) in
            try database.prepare("INSERT OR REPLACE INTO checkpoint (book, sequence, at, bytes) VALUES (?, ?, ?, ?)")
                .run(.text(row.book), .integer(Int64(row.sequence)), .real(row.at), .blob(row.bytes))
            try database.prepare("DELETE FROM journal WHERE book = ? AND sequence <= ?")
                .run(.text(row.book), .integer(Int64(row.sequence)))
        }
    }

    /// Deletes what is older than the retention; of incidents only those resolved before that, with their notes.
    ///
    /// Journals are not touched: what a checkpoint contains goes with it, and nothing else ever.
    /// A clock set ahead deletes nothing that it would not delete anyway: no more time has passed than since the newest row
    /// that was there at the opening.
    /// - Parameter now: Unix seconds.
    borrowing func prune(olderThan retention: Duration, at now: Double) throws(StoreError) {
        let latest = newest.map { $0 + (Deadline.now - openedAt).seconds } ?? now
        let cutoff = min(now, latest) - retention.seconds
        try database.transaction { () throws(StoreError) in
            try database.prepare("DELETE FROM uptime WHERE start + width < ?").run(.real(cutoff))
            try database.prepare("DELETE FROM baseline WHERE at < ?").run(.real(cutoff))
            try database.prepare("DELETE FROM edge_home WHERE (hour + 1) * 3600.0 < ?").run(.real(cutoff))
            try database.prepare("DELETE FROM incident WHERE resolved < ?").run(.real(cutoff))
        }
    }
}

extension DatabaseFile {
    /// A name beside it that nothing has: `history.db.corrupt-20261122T032548Z`.
    /// - Parameter now: Unix seconds.
    func aside(_ why: String, at now: Double) -> DatabaseFile {
        let time = RFC3339.format(unixSeconds: now).prefix(19).filter { $0 != "-" && $0 != ":" }
        let name = "\(path).\(why)-\(time)Z"
        let names = [name] + (2..<1000).map { "\(name)-\($0)" }
        return names.lazy.map { DatabaseFile($0) }.first { !$0.exists } ?? DatabaseFile(name)
    }
}
