import Testing

@testable import Store

@Suite struct SchemaTests {
    static let first = Schema(applicationID: 42, migrations: ["CREATE TABLE a (v TEXT)"])
    static let second = Schema(
        applicationID: 42,
        migrations: first.migrations + ["ALTER TABLE a ADD COLUMN w; UPDATE a SET w = v; CREATE INDEX a_w ON a(w)"])

    @Test func migratesStepByStepAndKeepsTheRows() throws {
        let scratch = try Scratch()
        let database = try Database(scratch.file())
        try database.migrate(to: Self.first)
        try database.execute("INSERT INTO a VALUES ('x')")
        try database.migrate(to: Self.second)
        try database.migrate(to: Self.second)
        #expect(try database.texts("SELECT w FROM a") == ["x"])
        #expect(try database.integer("PRAGMA user_version") == 2)
        try database.check(against: Self.second)
    }

    @Test func aMigrationThatFailsChangesNothing() throws {
        let database = try Database(nil)
        try database.migrate(to: Self.first)
        let broken = Schema(
            applicationID: 42, migrations: Self.first.migrations + ["CREATE TABLE b (v); INSERT INTO nowhere VALUES (1)"])
        #expect(throws: StoreError.self) { try database.migrate(to: broken) }
        #expect(try database.integer("PRAGMA user_version") == 1)
        try database.check(against: Self.first)
    }

    @Test func aNewerSchemaIsLeftAlone() throws {
        let database = try Database(nil)
        try database.migrate(to: Self.second)
        let error = #expect(throws: StoreError.self) { try database.migrate(to: Self.first) }
        #expect(error?.kind == .newerSchema)
        #expect(
            error?.description
                == "written by a newer version of this program: its schema is 2, this version knows up to 1")
    }

    @Test(arguments: [
        "CREATE TABLE t (v)", "PRAGMA user_version = 1", "PRAGMA user_version = -1",
        "CREATE TABLE a (v TEXT); PRAGMA user_version = 1; PRAGMA application_id = 41",
    ])
    func anotherProgramsDatabaseIsLeftAlone(script: String) throws {
        let database = try Database(nil)
        try database.execute(script)
        #expect(kind { () throws(StoreError) in try database.migrate(to: Self.first) } == .foreign)
        #expect(kind { () throws(StoreError) in try database.check(against: Self.first) } == .foreign)
    }

    @Test func anEmptyDatabaseIsNoneYet() throws {
        let database = try Database(nil)
        #expect(kind { () throws(StoreError) in try database.check(against: Self.first) } == .foreign)
    }

    @Test(arguments: [
        ("DROP TABLE a", "missing CREATE TABLE a (v TEXT)"),
        ("CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END", "unexpected CREATE TRIGGER t AFTER INSERT ON a"),
        ("CREATE VIEW b AS SELECT 1", "unexpected CREATE VIEW b AS SELECT 1"),
    ])
    func otherTablesThanTheVersionsAreDamage(script: String, words: String) throws {
        let database = try Database(nil)
        try database.migrate(to: Self.first)
        try database.execute(script)
        for attempt in [{ try database.migrate(to: Self.second) }, { try database.check(against: Self.second) }] {
            let error = #expect(throws: StoreError.self) { try attempt() }
            #expect(error?.kind == .corrupt)
            #expect(error?.message.contains("its schema is not that of version 1: \(words)") == true)
        }
    }
}
