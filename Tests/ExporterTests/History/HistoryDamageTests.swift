import Foundation
import Store
import Testing

@testable import Exporter

@Suite struct HistoryDamageTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        let (history, _) = try History.test(scratch.store)
        for hour in 0..<500 { history.post(.home(hour: 498_300 + hour)) }
        history.post(.incident())
        history.post(.note())
        history.close()
    }

    private func change(_ body: (inout Data) -> Void) throws {
        let url = URL(filePath: scratch.database.path)
        var bytes = try Data(contentsOf: url)
        body(&bytes)
        try bytes.write(to: url)
    }

    private func alter(_ script: String) throws {
        try Database(scratch.database, .readWrite).execute("PRAGMA foreign_keys = OFF; \(script)")
    }

    private static let aside = "history.db.corrupt-20261122T032548Z"

    @Test(arguments: [0, 20, 4096, 8192, 12_288])
    func aDamagedFileIsSetAsideAndSaid(offset: Int) async throws {
        var damaged = Data()
        try change { bytes in
            bytes.replaceSubrange(offset..<offset + 64, with: [UInt8](repeating: 0x5A, count: 64))
            damaged = bytes
        }
        let (history, remembered) = try History.test(scratch.store)
        defer { history.close() }
        #expect(remembered == Remembered())
        #expect(try Data(contentsOf: URL(filePath: scratch.store + "/" + Self.aside)) == damaged)
        #expect(history.status.notices.count == 1)
        let notice = try #require(history.status.notices.first)
        #expect(
            notice.hasPrefix(
                "\(scratch.database.path) is damaged and set aside as \(scratch.store)/\(Self.aside), a new one is begun: "))
        try await history.commit(.incident())
    }

    @Test func damageUnderARunningHistoryIsSetAsideToo() async throws {
        let (history, _) = try History.test(scratch.store)
        defer { history.close() }
        try alter("DROP TABLE note")
        await #expect(throws: StoreError.self) { try await history.commit(.note(2)) }
        try await history.commit(.incident("new"))
        #expect(history.status.notices.first?.contains("is damaged and set aside as") == true)
        #expect(try Database(scratch.database, .readOnly).texts("SELECT id FROM incident") == ["new"])
        let aside = DatabaseFile(scratch.store + "/" + Self.aside)
        #expect(try Database(aside, .readOnly).texts("SELECT id FROM incident") == ["2026-11-22-01"])
    }

    @Test func aFileTakenAwayIsBegunAnewAndSaid() async throws {
        let (history, _) = try History.test(scratch.store)
        defer { history.close() }
        try await history.commit(.incident("lost"))
        scratch.database.remove()
        try await history.commit(.incident("new"))
        #expect(history.status.notices == ["\(scratch.database.path) has been taken away, a new one is begun"])
        #expect(try Database(scratch.database, .readOnly).texts("SELECT id FROM incident") == ["new"])
    }

    @Test func aNameThatIsTakenIsNotUsedAgain() throws {
        for turn in 1...3 {
            try Data("no database, whatever its name".utf8).write(to: URL(filePath: scratch.database.path))
            try History.test(scratch.store).0.close()
            #expect(try scratch.storeNames.filter { $0.contains("corrupt") }.count == turn)
        }
        #expect(try scratch.storeNames.contains(Self.aside + "-3"))
    }

    @Test func aNoteWithoutItsIncidentNamesTableAndRow() throws {
        try alter("DELETE FROM incident")
        let (history, _) = try History.test(scratch.store)
        history.close()
        #expect(history.status.notices.first?.hasSuffix(": table note: row 1 refers to no row of incident") == true)
    }

    @Test(arguments: [
        ("UPDATE incident SET opened = 'noon'", "table incident, row 1: opened is no number"),
        ("UPDATE incident SET resolved = x'00'", "table incident, row 1: resolved is no number"),
        ("UPDATE incident SET document = x'00'", "table incident, row 1: document is no text"),
        ("UPDATE edge_home SET count = -1 WHERE rowid = 17", "table edge_home, row 17: count is no count"),
        ("UPDATE edge_home SET count = 1.5 WHERE rowid = 17", "table edge_home, row 17: count is no count"),
        (
            "INSERT INTO uptime VALUES ('chta', 1795317948, 900, 0, 0, 0, 0, x'')",
            "table uptime, row 1: component \"chta\" is unknown"
        ),
        ("INSERT INTO uptime VALUES ('chat', 1795317948, 9e999, 0, 0, 0, 0, x'')", "table uptime, row 1: width is no number"),
        ("INSERT INTO baseline VALUES ('a', 'b', 1)", "table baseline, row 1: bytes is no blob"),
    ])
    func aRowThatMakesNoSenseIsPassedOverAndNamed(script: String, fault: String) throws {
        try alter(script)
        let (history, remembered) = try History.test(scratch.store)
        defer { history.close() }
        #expect(remembered.faults == [fault])
        #expect(history.status.notices == ["history.db: \(fault)"])
        #expect(remembered.homes.count >= 499)
        #expect(try !scratch.storeNames.contains { $0.contains("corrupt") })
    }

    @Test func manyBadRowsAreCountedNotListed() throws {
        try alter("UPDATE edge_home SET count = -1")
        let (history, remembered) = try History.test(scratch.store)
        history.close()
        #expect(remembered.faults.count == 21 && remembered.faults.last == "480 more rows like these")
    }
}
