import Diagnosis
import Foundation
import Store
import Testing
import WhatsApp

@testable import Exporter

@Suite(.timeLimit(.minutes(2))) struct HistoryTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    @Test func remembersWhatWasPostedWhenOpenedAgain() throws {
        let (history, nothing) = try History.test(scratch.store)
        #expect(nothing == Remembered() && history.isPersistent)
        let changes: [Change] = [
            .uptime(), .uptime(.web), .baseline(), .home(), .incident(), .incident("2026-11-22-02", resolved: testTime + 1),
            .note(), .note(2, text: "two\nlines"),
        ]
        for change in changes { history.post(change) }
        history.close()
        let (again, remembered) = try History.test(scratch.store)
        defer { again.close() }
        let rows =
            remembered.uptime.map { Change.uptime($0) } + remembered.baselines.map { Change.baseline($0) }
            + remembered.homes.map { Change.home($0) } + remembered.incidents.map { Change.incident($0) }
            + remembered.notes.map { Change.note($0) }
        #expect(rows == changes)
        #expect(remembered.faults == [] && again.status.notices == [])
    }

    @Test func laterRowsReplaceEarlierOnesAndNotesOutliveTheirIncidentsChanges() async throws {
        let (history, _) = try History.test(scratch.store)
        try await history.commit(.uptime(probes: 1), .home(count: 1), .baseline(bytes: [1]), .incident(), .note())
        try await history.commit(
            .uptime(probes: 2), .home(count: 2), .baseline(bytes: [2]), .incident(resolved: testTime, document: "[1]"))
        history.close()
        let (again, remembered) = try History.test(scratch.store)
        again.close()
        #expect(remembered.uptime.map(\.probes) == [2] && remembered.homes.map(\.count) == [2])
        #expect(remembered.baselines.map(\.bytes) == [[2]])
        #expect(remembered.incidents.map(\.document) == [Array("[1]".utf8)] && remembered.notes.count == 1)
    }

    @Test func withoutADirectoryNothingIsKeptAndAllIsWell() async throws {
        let (history, remembered) = try History.test(nil)
        history.post(.uptime())
        try await history.commit(.note())
        #expect(history.status == HistoryStatus(isPersistent: false) && remembered == Remembered())
        history.close()
    }

    @Test func whatIsPostedIsWrittenSoonAndOnceForEachKey() async throws {
        let (history, _) = try History.test(scratch.store, interval: .milliseconds(50))
        defer { history.close() }
        for probes in 1...100 { history.post(.uptime(probes: probes)) }
        let status = try await history.until { $0.pending == 0 }
        #expect(status.writes >= 1 && status.writes <= 2 && status.lastWriteAt == testTime && status.isHealthy)
        #expect(status.sizeBytes > 4096 && status.isPersistent)
        #expect(try Database(scratch.database, .readOnly).integer("SELECT probes FROM uptime") == 100)
    }

    @Test func aCommitIsOnTheDiskWhenItReturnsAndSoIsAllBeforeIt() async throws {
        let (history, _) = try History.test(scratch.store, interval: .seconds(3600))
        defer { history.close() }
        history.post(.incident())
        try await history.commit(.note())
        let reader = try Database(scratch.database, .readOnly)
        #expect(try reader.texts("SELECT text FROM note JOIN incident ON incident = incident.id") == ["seen it too"])
        #expect(history.status.pending == 0 && history.status.writes == 2)
    }

    @Test func aCommitThatIsRefusedSaysSo() async throws {
        let (history, _) = try History.test(scratch.store)
        defer { history.close() }
        try await history.commit(.incident())
        await #expect(throws: StoreError.self) { try await history.commit(.note(of: "nowhere")) }
        try await history.commit(.note(1, text: "first"))
        await #expect(throws: StoreError.self) { try await history.commit(.note(1, text: "second")) }
        #expect(try Database(scratch.database, .readOnly).texts("SELECT text FROM note") == ["first"])
        #expect(history.status.dropped == 2 && history.status.isHealthy)
    }

    @Test func aRowThatIsRefusedDoesNotHoldUpTheOthers() async throws {
        let (history, _) = try History.test(scratch.store)
        defer { history.close() }
        history.post(.note(of: "nowhere"))
        try await history.commit(.uptime())
        let status = history.status
        #expect(status.writes == 1 && status.dropped == 1 && status.isHealthy)
    }

    @Test func nobodyCommitsToAClosedHistory() async throws {
        let (history, _) = try History.test(scratch.store)
        history.close()
        history.close()
        await #expect(throws: StoreError.self) { try await history.commit(.incident()) }
    }

    /// A lock held by another stands for a disk that takes nothing: every write fails for as long.
    @Test func keepsWhatCannotBeWrittenAndWritesItLater() async throws {
        try History.test(scratch.store).0.close()
        let other = try Database(scratch.database, .readWrite)
        try other.execute("BEGIN IMMEDIATE")
        let settings = History.Settings(
            interval: .milliseconds(2), longestInterval: .milliseconds(4), busyTimeout: .milliseconds(1), capacity: 20)
        let (history, _) = try History.open(directory: scratch.store, settings, log: Log { _ in true })
        defer { history.close() }
        for hour in 1...30 { history.post(.home(hour: 900_000 + hour)) }
        let failing = try await history.until { $0.writeFailures >= 3 }
        #expect(!failing.isHealthy && failing.pending == 20 && failing.dropped == 10 && failing.writes == 0)
        await #expect(throws: StoreError.self) { try await history.commit(.incident()) }
        try other.execute("ROLLBACK")
        let well = try await history.until { $0.isHealthy }
        #expect(well.pending == 0 && well.writes == 20 && well.dropped == 10)
        #expect(try other.integer("SELECT min(hour) FROM edge_home") == 900_011)
        #expect(try other.integer("SELECT count(*) FROM incident") == 0)
    }

    @Test func oneDirectoryIsOneExporters() throws {
        let (history, _) = try History.test(scratch.store)
        #expect(throws: HistoryError("--storage.path: \(scratch.store) is in use by another process")) {
            try History.test(scratch.store)
        }
        history.close()
        try History.test(scratch.store).0.close()
    }

    @Test func aPathThatCannotHoldAHistoryIsOneLine() throws {
        let file = scratch.file("plain")
        try Data("x".utf8).write(to: URL(filePath: file))
        #expect(throws: HistoryError("--storage.path: \(file) is no directory")) { try History.test(file) }
        try FileManager.default.createDirectory(atPath: scratch.store, withIntermediateDirectories: false)
        let newer = try Database(scratch.database)
        try newer.migrate(to: .history)
        try newer.execute("PRAGMA user_version = 99")
        #expect(throws: HistoryError.self) { try History.test(scratch.store) }
        #expect(try newer.integer("PRAGMA user_version") == 99)
    }
}
