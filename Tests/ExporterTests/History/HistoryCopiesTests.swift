import Foundation
import Store
import Testing

@testable import Exporter

@Suite struct HistoryCopiesTests {
    private let scratch: Scratch
    private let copy: String

    init() throws {
        scratch = try Scratch()
        copy = scratch.file("copy.db")
    }

    private func write(_ changes: Change...) throws {
        let (history, _) = try History.test(scratch.store)
        for change in changes { history.post(change) }
        history.close()
    }

    private func incidents() throws -> [String] {
        let (history, remembered) = try History.test(scratch.store)
        history.close()
        return remembered.incidents.map(\.id)
    }

    private func failure(_ body: () throws(HistoryError) -> String) -> String? {
        do throws(HistoryError) {
            _ = try body()
            return nil
        } catch {
            return error.description
        }
    }

    @Test func aBackupOfARunningHistoryIsRestored() async throws {
        let (history, _) = try History.test(scratch.store)
        try await history.commit(.incident("a"), .note(of: "a"))
        #expect(try HistoryCopies.backup(scratch.store, to: copy).hasSuffix(" bytes, checked"))
        try await history.commit(.incident("b"))
        let told = failure { () throws(HistoryError) in try HistoryCopies.restore(copy, to: scratch.store, at: testTime) }
        #expect(told == "\(scratch.store) is in use by another process: end the exporter first")
        history.close()
        #expect(
            try HistoryCopies.restore(copy, to: scratch.store, at: testTime)
                == "\(scratch.database.path): restored from \(copy), what was there is now "
                + "\(scratch.database.path).replaced-20261122T032548Z")
        #expect(try incidents() == ["a"])
        let replaced = try Database(DatabaseFile("\(scratch.database.path).replaced-20261122T032548Z"), .readOnly)
        #expect(try replaced.texts("SELECT id FROM incident ORDER BY id") == ["a", "b"])
    }

    @Test func aRestoreCutShortIsCompletedAtTheNextStart() throws {
        try write(.incident("a"))
        let incoming = HistoryCopies.incoming(of: scratch.database)
        try scratch.database.move(to: incoming)
        #expect(try incidents() == ["a"])
        #expect(!incoming.exists)
        // Nor does a half copied one take anything's place.
        try scratch.database.move(to: incoming)
        try Data(try Data(contentsOf: URL(filePath: incoming.path)).prefix(5000)).write(to: URL(filePath: incoming.path))
        #expect(try incidents() == [])
    }

    @Test func restoresWhereNothingWas() throws {
        try write(.incident("a"))
        _ = try HistoryCopies.backup(scratch.store, to: copy)
        try FileManager.default.removeItem(atPath: scratch.store)
        #expect(
            try HistoryCopies.restore(copy, to: scratch.store, at: testTime) == "\(scratch.database.path): restored from \(copy)")
        #expect(try incidents() == ["a"])
        #expect(try scratch.storeNames == ["history.db"])
    }

    @Test func aBackupOverwritesNothing() throws {
        try write(.incident("a"))
        try Data("mine".utf8).write(to: URL(filePath: copy))
        let told = failure { () throws(HistoryError) in try HistoryCopies.backup(scratch.store, to: copy) }
        #expect(told == "\(scratch.database.path) cannot be copied to \(copy): cannot be made: File exists")
        #expect(try Data(contentsOf: URL(filePath: copy)) == Data("mine".utf8))
    }

    @Test func aBackupOfNothingOrOfDamageLeavesNoFile() throws {
        let missing = failure { () throws(HistoryError) in try HistoryCopies.backup(scratch.store, to: copy) }
        #expect(missing?.hasSuffix("unable to open database file: No such file or directory") == true, "\(missing ?? "")")
        try write(.incident("a"), .note(of: "a"))
        try Database(scratch.database, .readWrite).execute("PRAGMA foreign_keys = OFF; DELETE FROM incident")
        let damaged = failure { () throws(HistoryError) in try HistoryCopies.backup(scratch.store, to: copy) }
        #expect(
            damaged == "\(scratch.database.path) is damaged, its copy is not kept: table note: row 1 refers to no row of incident"
        )
        #expect(!DatabaseFile(copy).exists)
    }

    @Test(arguments: [
        ("", "an empty database"),
        ("CREATE TABLE a (b)", "the database of another program"),
        ("PRAGMA application_id = 1465996148; PRAGMA user_version = 99", "written by a newer version of this program"),
        ("PRAGMA application_id = 1465996148; PRAGMA user_version = 1", "its schema is not that of version 1: missing CREATE"),
    ])
    func whatIsNoHistoryIsNotRestored(script: String, words: String) throws {
        try write(.incident("a"))
        try Database(DatabaseFile(copy)).execute(script)
        let told = failure { () throws(HistoryError) in try HistoryCopies.restore(copy, to: scratch.store, at: testTime) }
        #expect(told?.hasPrefix("\(copy) is not restored: \(words)") == true, "\(told ?? "")")
        #expect(try scratch.storeNames == ["history.db"])
        #expect(try incidents() == ["a"])
    }

    @Test func aDamagedOrMissingFileIsNotRestored() throws {
        try write(.incident("a"), .note(of: "a"))
        let missing = failure { () throws(HistoryError) in try HistoryCopies.restore(copy, to: scratch.store, at: testTime) }
        #expect(missing?.hasPrefix("\(copy) is not restored: unable to open") == true)
        var bytes = try Data(contentsOf: URL(filePath: scratch.database.path))
        bytes.replaceSubrange(8192..<8256, with: [UInt8](repeating: 0x5A, count: 64))
        for damaged in [bytes, bytes.prefix(5000), Data("nothing of the kind".utf8)] {
            try damaged.write(to: URL(filePath: copy))
            #expect(throws: HistoryError.self) { try HistoryCopies.restore(copy, to: scratch.store, at: testTime) }
        }
        #expect(try incidents() == ["a"])
        #expect(try scratch.storeNames == ["history.db"])
    }
}
