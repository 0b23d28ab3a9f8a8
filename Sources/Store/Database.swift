import CSQLite
import Posix

/// The one owner of a connection to an SQLite database; it closes with its owner and its last statement.
///
/// All of it is blocking, and for one thread at a time.
@safe package struct Database: ~Copyable {
    /// How the file is opened.
    package enum Access: Sendable {
        case readOnly, readWrite
        /// For writing; made, readable by its owner only, when there is none.
        case create
        /// For writing, with no other connection beside it: a write-ahead log then needs no file for shared memory, and
        /// can be read back on a full disk.
        case alone
    }

    /// The latter two are for files of strangers: no function with side effects out of a schema, no cell trusted.
    private static let settings =
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON"

    let handle: OpaquePointer

    /// Opens a file; `nil` is a database in memory.
    ///
    /// An empty file is an empty database. Much of a damaged file passes: see ``integrityProblems(limit:)``.
    /// - Parameter busyTimeout: how long a statement waits for another process before it fails with `.busy`.
    package init(
        _ file: DatabaseFile?, _ access: Access = .create, busyTimeout: Duration = .seconds(5)
    ) throws(StoreError) {
        unsafe handle = unsafe try Self.open(file, access, busyTimeout: busyTimeout)
    }

    deinit {
        unsafe sqlite3_close_v2(handle)
    }

    private static func open(
        _ file: DatabaseFile?, _ access: Access, busyTimeout: Duration
    ) throws(StoreError) -> OpaquePointer {
        if access == .create, let file, !file.exists { try file.create() }
        let flags = (access == .readOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX
        var opened: OpaquePointer?
        let result = unsafe sqlite3_open_v2(file?.plainPath ?? ":memory:", &opened, flags, nil)
        guard let handle = unsafe opened else { throw StoreError(.other, code: result, "no memory for a database") }
        unsafe sqlite3_extended_result_codes(handle, 1)
        unsafe sqlite3_busy_timeout(handle, Int32(clamping: busyTimeout.nanoseconds / 1_000_000))
        // Before all else: the others read the file already.
        let settings = access == .alone ? "PRAGMA locking_mode = EXCLUSIVE; \(Self.settings)" : Self.settings
        guard result == SQLITE_OK, unsafe sqlite3_exec(handle, settings, nil, nil, nil) == SQLITE_OK else {
            let error = unsafe StoreError(of: handle)
            unsafe sqlite3_close_v2(handle)
            throw error
        }
        return unsafe handle
    }

    /// Goes over to a write-ahead log, which lets others read while one writes; the file stays with it.
    package borrowing func keepWriteAheadLog() throws(StoreError) {
        try execute("PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = 4194304")
    }

    /// Runs statements separated by `;`, to their end.
    package borrowing func execute(_ script: String) throws(StoreError) {
        guard unsafe sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else { throw error(in: script) }
    }

    /// Prepares one statement; its parameters are `?`.
    package borrowing func prepare(_ text: String) throws(StoreError) -> Statement {
        var prepared: OpaquePointer?
        _ = unsafe sqlite3_prepare_v2(handle, text, -1, &prepared, nil)
        guard let prepared = unsafe prepared else { throw error(in: text) }
        return unsafe Statement(owning: prepared)
    }

    /// The first column of the first row as an integer; `nil` without a row or with something else in it.
    package borrowing func integer(_ text: String) throws(StoreError) -> Int64? {
        let statement = try prepare(text)
        return try statement.next() ? statement.integer(0) : nil
    }

    /// The first column of all rows, as far as it is text.
    package borrowing func texts(_ text: String) throws(StoreError) -> [String] {
        let statement = try prepare(text)
        var texts: [String] = []
        while try statement.next() {
            if let text = statement.text(0) { texts.append(text) }
        }
        return texts
    }

    /// Runs `body` as one transaction: all of it is on the disk when this returns, or nothing of it ever.
    package borrowing func transaction<Result>(
        _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        // IMMEDIATE: a transaction that only later asks to write may be refused without the busy timeout.
        try execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // A full disk and the like have rolled it back already (sqlite.org/lang_transaction.html).
            if unsafe sqlite3_get_autocommit(handle) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    borrowing func error(in text: String? = nil) -> StoreError {
        unsafe StoreError(of: handle, statement: text)
    }
}
