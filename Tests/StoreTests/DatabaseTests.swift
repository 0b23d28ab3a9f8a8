import Testing

@testable import Store

@Suite struct DatabaseTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test(arguments: [
        SQLValue.integer(.min), .integer(0), .real(-0.1), .real(.infinity), .real(.greatestFiniteMagnitude), .text(""),
        .text("a\u{0}é\u{1F600}'"), .blob([]), .blob([0, 255, 0]), .null,
    ])
    func keepsValuesAsTheyAre(value: SQLValue) throws {
        let database = try Database(scratch.file())
        try database.execute("CREATE TABLE t (v)")
        try database.prepare("INSERT INTO t VALUES (?)").run(value)
        let reading = try database.prepare("SELECT v FROM t")
        #expect(try reading.next())
        #expect(reading.value(0) == value)
        #expect(try !reading.next())
    }

    @Test func aNaNIsNull() throws {
        let database = try Database(nil)
        let statement = try database.prepare("SELECT ?")
        try statement.bind([.real(.nan)])
        #expect(try statement.next())
        #expect(statement.value(0) == .null)
    }

    @Test func readsOnlyWhatIsOfTheTypeAskedFor() throws {
        let statement = try Database(nil).prepare("SELECT 1, 1.5, 'a', x'ff', NULL, CAST(x'ff' AS TEXT)")
        #expect(try statement.next())
        #expect((0..<6).map { statement.integer($0) } == [1, nil, nil, nil, nil, nil])
        #expect((0..<6).map { statement.real($0) } == [1, 1.5, nil, nil, nil, nil])
        #expect((0..<6).map { statement.text($0) } == [nil, nil, "a", nil, nil, "\u{FFFD}"])
        #expect((0..<6).map { statement.blob($0) } == [nil, nil, nil, [255], nil, nil])
    }

    @Test func aStatementOutlivesItsConnectionsOwner() throws {
        func orphan() throws -> Statement { try Database(nil).prepare("SELECT 7") }
        let statement = try orphan()
        #expect(try statement.next())
        #expect(statement.integer(0) == 7)
    }

    @Test func aNewFileIsItsOwnersOnlyAndSoAreItsCompanions() throws {
        let file = scratch.file()
        let database = try Database(file)
        try database.keepWriteAheadLog()
        try database.execute("CREATE TABLE t (v)")
        for name in ["", "-wal", "-shm"] { #expect(DatabaseFile(file.path + name).permissions == 0o600, "\(name)") }
        #expect(try database.integer("PRAGMA synchronous") == 2)
        #expect(try database.integer("PRAGMA foreign_keys") == 1)
        #expect(try database.texts("PRAGMA journal_mode") == ["wal"])
        #expect(file.sizeBytes > 32768)
    }

    @Test func aFailedTransactionLeavesNothing() throws {
        let database = try Database(scratch.file())
        try database.execute("CREATE TABLE t (v UNIQUE)")
        let error = kind { () throws(StoreError) in
            try database.transaction { () throws(StoreError) in
                try database.execute("INSERT INTO t VALUES (1)")
                try database.execute("INSERT INTO t VALUES (1)")
            }
        }
        #expect(error == .unfit)
        #expect(try database.integer("SELECT count(*) FROM t") == 0)
        try database.transaction { () throws(StoreError) in try database.execute("INSERT INTO t VALUES (1)") }
        #expect(try database.integer("SELECT count(*) FROM t") == 1)
    }

    @Test func aFullDatabaseIsSaidAndItsTransactionUndone() throws {
        let database = try Database(scratch.file())
        try database.keepWriteAheadLog()
        try database.execute("CREATE TABLE t (v); PRAGMA max_page_count = 4")
        let error = kind { () throws(StoreError) in
            try database.transaction { () throws(StoreError) in
                try database.execute("INSERT INTO t VALUES (zeroblob(1000))")
                try database.execute("INSERT INTO t VALUES (zeroblob(100000))")
            }
        }
        #expect(error == .full)
        #expect(try database.integer("SELECT count(*) FROM t") == 0)
        try database.execute("PRAGMA max_page_count = 1000; INSERT INTO t VALUES (zeroblob(100000))")
        #expect(try database.integer("SELECT count(*) FROM t") == 1)
    }

    @Test func aLockHeldElsewhereIsBusy() throws {
        let one = try Database(scratch.file())
        let other = try Database(scratch.file(), busyTimeout: .milliseconds(10))
        try one.execute("BEGIN IMMEDIATE")
        #expect(kind { () throws(StoreError) in try other.execute("BEGIN IMMEDIATE") } == .busy)
        try one.execute("ROLLBACK")
        #expect(kind { () throws(StoreError) in try other.execute("BEGIN IMMEDIATE") } == nil)
    }

    @Test func aloneItNeedsNoSharedMemory() throws {
        let file = scratch.file()
        let crashed = scratch.file("crashed.db")
        do {
            let database = try Database(file)
            try database.keepWriteAheadLog()
            try database.execute("CREATE TABLE t (v); INSERT INTO t VALUES (7)")
            for name in ["", "-wal"] { try DatabaseFile(crashed.path + name).overwrite(DatabaseFile(file.path + name).bytes()) }
        }
        let database = try Database(crashed, .alone)
        #expect(try database.integer("SELECT v FROM t") == 7)
        #expect(try scratch.names == ["a.db", "crashed.db", "crashed.db-wal"])
        #expect(kind { () throws(StoreError) in _ = try Database(crashed, .readWrite, busyTimeout: .zero) } == .busy)
    }

    @Test func aReaderMayNotWrite() throws {
        try Database(scratch.file()).execute("CREATE TABLE t (v)")
        let reader = try Database(scratch.file(), .readOnly)
        #expect(kind { () throws(StoreError) in try reader.execute("INSERT INTO t VALUES (1)") } == .readOnly)
    }

    @Test func whatIsMissingIsNotMadeUnasked() throws {
        let missing = scratch.file("missing.db")
        #expect(kind { () throws(StoreError) in _ = try Database(missing, .readWrite) } == .cannotOpen)
        #expect(kind { () throws(StoreError) in _ = try Database(missing, .readOnly) } == .cannotOpen)
        #expect(!missing.exists)
        #expect(kind { () throws(StoreError) in _ = try Database(DatabaseFile("/proc/a.db")) } == .cannotOpen)
    }

    @Test func errorsNameTheStatementOnOneLine() throws {
        let database = try Database(nil)
        let error = #expect(throws: StoreError.self) { try database.execute("SELECT *\n  FROM nowhere") }
        #expect(error?.description == "no such table: nowhere, in SELECT * FROM nowhere")
        #expect(error?.code == 1 && error?.kind == .other)
    }
}
