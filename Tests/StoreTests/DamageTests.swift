import Foundation
import Testing

@testable import Store

/// Files that are not what they should be: each ends in one error or in a named problem, never in a trap.
@Suite struct DamageTests {
    private static let schema = Schema(
        applicationID: 42,
        migrations: [
            "CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT NOT NULL); CREATE INDEX a_v ON a(v);"
                + "CREATE TABLE b (a INTEGER NOT NULL REFERENCES a(id), v BLOB)"
        ])
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// Some 30 pages, closed and without a log.
    private func sound() throws -> DatabaseFile {
        let file = scratch.file()
        let database = try Database(file)
        try database.keepWriteAheadLog()
        try database.migrate(to: Self.schema)
        try database.transaction { () throws(StoreError) in
            let a = try database.prepare("INSERT INTO a VALUES (?, ?)")
            let b = try database.prepare("INSERT INTO b VALUES (?, ?)")
            for id in Int64(1)...200 {
                try a.run(.integer(id), .text("value number \(id), a little longer than need be"))
                try b.run(.integer(id), .blob([UInt8](repeating: UInt8(id), count: 300)))
            }
        }
        return file
    }

    /// What opening a file as a store does finds wrong with it.
    private func findings(_ file: DatabaseFile) -> (kind: StoreError.Kind?, problems: [String]) {
        do throws(StoreError) {
            let database = try Database(file, .readWrite)
            try database.keepWriteAheadLog()
            try database.migrate(to: Self.schema)
            return (nil, try database.integrityProblems())
        } catch {
            return (error.kind, [])
        }
    }

    @Test func nothingIsWrongWithASoundOne() throws {
        let findings = findings(try sound())
        #expect(findings.kind == nil && findings.problems == [])
    }

    @Test(arguments: [
        "", "xy", String(repeating: "Not a database, and longer than the hundred bytes of one's header. ", count: 2),
        String(repeating: "\0", count: 4096), "SQLite format 3\0", "SQLite format 3\0" + String(repeating: "\0", count: 8000),
    ])
    func somethingElseIsNotADatabase(text: String) throws {
        let file = scratch.file()
        try file.overwrite(Data(text.utf8))
        let kind = findings(file).kind
        // An empty file is a database that nobody has written to.
        #expect(text.isEmpty ? kind == nil : kind == .notADatabase || kind == .corrupt, "\(String(describing: kind))")
    }

    @Test(arguments: [2, 15, 16, 99, 100, 511, 512, 1024, 4095, 4096, 4097, 8192, 40_960, 60_000])
    func aTruncatedFileIsNoticed(count: Int) throws {
        let file = try sound()
        let bytes = try file.bytes()
        try #require(bytes.count > 80_000)
        try file.overwrite(bytes.prefix(count))
        let findings = findings(file)
        #expect([.corrupt, .notADatabase].contains(findings.kind) || !findings.problems.isEmpty)
    }

    @Test func aFlippedPageIsNoticedWhereverItStands() throws {
        let file = try sound()
        let bytes = try file.bytes()
        for page in 0..<(bytes.count / 4096) {
            try file.overwrite(bytes)
            // The header of a b-tree page: at 100 on the first one.
            try file.overwrite([UInt8](repeating: 0x5A, count: 16), at: page == 0 ? 100 : page * 4096)
            let findings = findings(file)
            #expect(findings.kind == .corrupt || !findings.problems.isEmpty, "page \(page)")
        }
    }

    @Test func garbageAnywhereNeverTraps() throws {
        let file = try sound()
        let bytes = try file.bytes()
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<60 {
            try file.overwrite(bytes)
            let offset = Int.random(in: 0..<(bytes.count - 64), using: &generator)
            try file.overwrite((0..<64).map { _ in UInt8.random(in: 0...255, using: &generator) }, at: offset)
            _ = findings(file)
        }
    }

    @Test func aRowWithoutItsParentIsNamed() throws {
        let file = try sound()
        let database = try Database(file, .readWrite)
        try database.execute("PRAGMA foreign_keys = OFF; DELETE FROM a WHERE id = 9")
        #expect(try database.integrityProblems() == ["table b: row 9 refers to no row of a"])
    }

    @Test func aRowMissingFromItsIndexIsNamed() throws {
        let file = try sound()
        do {
            let database = try Database(file, .readWrite)
            // A partial index leaves row 17 out; its definition then claims to be whole.
            try database.execute("DROP INDEX a_v; CREATE INDEX a_v ON a(v) WHERE id <> 17; PRAGMA writable_schema = ON")
            try database.execute("UPDATE sqlite_master SET sql = 'CREATE INDEX a_v ON a(v)' WHERE name = 'a_v'")
        }
        let problems = try Database(file, .readOnly).integrityProblems()
        #expect(problems.first == "table a: row 17 missing from index a_v", "\(problems)")
        #expect(problems.allSatisfy { $0.hasPrefix("table a: ") })
    }

    @Test func aNullWhereNoneMayBeIsNamed() throws {
        let file = try sound()
        do {
            let database = try Database(file, .readWrite)
            try database.execute("PRAGMA writable_schema = ON")
            try database.execute(
                "UPDATE sqlite_master SET sql = 'CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT)' WHERE name = 'a'")
            try database.execute("PRAGMA writable_schema = RESET; UPDATE a SET v = NULL WHERE id = 5")
            try database.execute("PRAGMA writable_schema = ON")
            try database.execute(
                "UPDATE sqlite_master SET sql = 'CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT NOT NULL)' WHERE name = 'a'")
        }
        let problems = try Database(file, .readOnly).integrityProblems()
        #expect(problems.contains { $0.hasPrefix("table a: ") && $0.contains("NULL value in a.v") }, "\(problems)")
    }
}
