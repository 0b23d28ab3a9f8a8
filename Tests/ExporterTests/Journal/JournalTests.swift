import Foundation
import Posix
import Store
import Synchronization
import Testing

@testable import Exporter

@Suite(.timeLimit(.minutes(2))) struct JournalTests {
    private let scratch: Scratch
    private let always = CheckpointPolicy(entries: 0, interval: .zero)

    init() throws {
        scratch = try Scratch()
    }

    private func open(
        name: String = "tally", policy: CheckpointPolicy = CheckpointPolicy()
    ) throws -> (journal: Journal<Tally>, history: History) {
        let opened = try History.test(scratch.store)
        return (Journal(Tally(), name: name, try .test(opened), policy: policy), opened.0)
    }

    private func reader() throws -> Database { try Database(scratch.database, .readOnly) }

    private func entryCount() throws -> Int64? { try reader().integer("SELECT count(*) FROM journal") }

    private func checkpoints() throws -> Int64? { try reader().integer("SELECT count(*) FROM checkpoint") }

    @Test func anEntryIsOnTheDiskWhenItIsTakenIn() async throws {
        let (journal, history) = try open()
        defer { history.close() }
        for number in 1...3 {
            try await journal.append(Tally.Entry(UInt8(number)))
            #expect(try entryCount() == Int64(number))
            #expect(journal.numbers.last == UInt8(number))
        }
        #expect(history.status.writes == 3)
    }

    @Test func whatWasTakenInIsThereAfterARestart() async throws {
        let (journal, history) = try open()
        for number in 1...9 as ClosedRange<UInt8> { try await journal.append(Tally.Entry(number)) }
        history.close()
        let (again, reopened) = try open()
        #expect(again.numbers == Array(1...9))
        try await again.append(Tally.Entry(10))
        reopened.close()
        let (last, history3) = try open()
        defer { history3.close() }
        #expect(last.numbers == Array(1...10))
    }

    @Test func withoutADirectoryAllIsTakenIn() async throws {
        let journal = Journal(Tally(), name: "tally", try .test(try History.test(nil)), policy: always)
        try await journal.append(Tally.Entry(1))
        journal.keep()
        #expect(journal.numbers == [1])
    }

    /// The order in memory is the order on the disk, whoever came first.
    @Test func thoseThatComeTogetherShareATransactionAndKeepTheirOrder() async throws {
        let (journal, history) = try open()
        // While this is written, the others gather.
        try await withThrowingTaskGroup { group in
            for number in 0..<200 as Range<UInt8> {
                group.addTask { try await journal.append(Tally.Entry(number)) }
            }
            try await group.waitForAll()
        }
        let numbers = journal.numbers
        #expect(numbers.sorted() == Array(0..<200))
        history.close()
        let (again, reopened) = try open()
        defer { reopened.close() }
        #expect(again.numbers == numbers)
    }

    @Test func booksAreKeptApart() async throws {
        let opened = try History.test(scratch.store)
        let context = try SignalContext.test(opened)
        let (a, b) = (Journal(Tally(), name: "a", context, policy: always), Journal(Tally(), name: "b", context, policy: always))
        for number in 1...4 as ClosedRange<UInt8> { try await (number % 2 == 0 ? a : b).append(Tally.Entry(number)) }
        a.keep()
        try await a.append(Tally.Entry(6))
        opened.0.close()
        #expect(try entryCount() == 3)
        let (even, first) = try open(name: "a")
        first.close()
        let (odd, second) = try open(name: "b")
        second.close()
        let (none, third) = try open(name: "c", policy: always)
        none.keep()
        third.close()
        #expect(even.numbers == [2, 4, 6] && odd.numbers == [1, 3] && none.numbers == [])
        #expect(try entryCount() == 3 && checkpoints() == 1)
    }

    // MARK: Checkpoints

    @Test func aCheckpointTakesThePlaceOfItsEntries() async throws {
        let (journal, history) = try open(policy: always)
        for number in 1...5 as ClosedRange<UInt8> { try await journal.append(Tally.Entry(number)) }
        journal.keep()
        try await journal.append(Tally.Entry(6))
        #expect(try entryCount() == 1 && checkpoints() == 1)
        history.close()
        let (again, reopened) = try open()
        defer { reopened.close() }
        #expect(again.numbers == Array(1...6))
    }

    @Test func aCheckpointIsMadeWhenThereAreManyEntries() async throws {
        let (journal, history) = try open(policy: CheckpointPolicy(entries: 3, leastInterval: .zero))
        defer { history.close() }
        for number in 1...4 as ClosedRange<UInt8> {
            journal.keep()
            try await journal.append(Tally.Entry(number))
        }
        #expect(try checkpoints() == 0)
        journal.keep()
        try await journal.append(Tally.Entry(5))
        #expect(try checkpoints() == 1 && entryCount() == 1)
    }

    @Test func nothingNewMakesNoCheckpoint() async throws {
        let (journal, history) = try open(policy: always)
        journal.keep()
        try await journal.append(Tally.Entry(1))
        journal.keep()
        try await journal.append(Tally.Entry(2))
        journal.keep()
        try await history.commit(.uptime())
        let sizes = history.status.writes
        for _ in 0..<10 { journal.keep() }
        history.close()
        #expect(try reader().integer("SELECT sequence FROM checkpoint") == 2)
        #expect(history.status.writes == sizes)
    }

    @Test func aSnapshotOfAnotherVersionIsLeftOutAndItsEntriesAreNot() async throws {
        let (journal, history) = try open(policy: always)
        try await journal.append(Tally.Entry(1))
        journal.keep()
        try await journal.append(Tally.Entry(2))
        history.close()
        try Database(scratch.database, .readWrite).execute("UPDATE checkpoint SET bytes = x'0801'")
        let (again, reopened) = try open()
        #expect(again.numbers == [2])
        try await again.append(Tally.Entry(3))
        reopened.close()
        #expect(try reader().integer("SELECT max(sequence) FROM journal") == 3)
    }

    @Test(arguments: ["x'02'", "x''", "x'01'"])
    func aSpoiltEntryIsPassedOver(_ bytes: String) async throws {
        let (journal, history) = try open()
        for number in 1...3 as ClosedRange<UInt8> { try await journal.append(Tally.Entry(number)) }
        history.close()
        try Database(scratch.database, .readWrite).execute("UPDATE journal SET bytes = \(bytes) WHERE sequence = 2")
        let (again, reopened) = try open(policy: always)
        #expect(again.numbers == [1, 3])
        again.keep()
        reopened.close()
        #expect(try entryCount() == 0)
    }

    // MARK: Failures

    /// A lock held by another stands for a disk that takes nothing.
    @Test func whatIsNotOnTheDiskIsNotTakenIn() async throws {
        let settings = History.Settings(
            interval: .seconds(3600), longestInterval: .seconds(3600), busyTimeout: .milliseconds(1))
        let opened = try History.open(directory: scratch.store, settings, log: Log { _ in true })
        defer { opened.0.close() }
        let journal = Journal(Tally(), name: "tally", try .test(opened), policy: always)
        try await journal.append(Tally.Entry(1))
        let other = try Database(scratch.database, .readWrite)
        try other.execute("BEGIN IMMEDIATE")
        await #expect(throws: StoreError.self) { try await journal.append(Tally.Entry(2)) }
        #expect(journal.numbers == [1] && !opened.0.status.isHealthy)
        // Nor is a checkpoint made, and the next one makes up for it.
        journal.keep()
        await #expect(throws: StoreError.self) { try await journal.append(Tally.Entry(3)) }
        try other.execute("ROLLBACK")
        try await journal.append(Tally.Entry(4))
        #expect(journal.numbers == [1, 4] && opened.0.status.isHealthy)
        #expect(try reader().texts("SELECT hex(bytes) FROM journal ORDER BY sequence") == ["0101", "0104"])
        #expect(try reader().integer("SELECT max(sequence) FROM journal") == 2)
        journal.keep()
        try await journal.append(Tally.Entry(5))
        #expect(try entryCount() == 1)
    }

    @Test func nobodyAppendsToAClosedHistory() async throws {
        let (journal, history) = try open()
        history.close()
        await #expect(throws: StoreError.self) { try await journal.append(Tally.Entry(1)) }
        #expect(journal.numbers == [])
    }

    @Test func anEntryTooLargeForTheQueueIsRefused() async throws {
        let (journal, history) = try open()
        defer { history.close() }
        await #expect(throws: StoreError.self) {
            try await journal.append(Tally.Entry(1, padding: EntryQueue.capacityBytes))
        }
        try await journal.append(Tally.Entry(2))
        #expect(journal.numbers == [2])
    }

    @Test func aDamagedFileIsBegunAnewWithACheckpoint() async throws {
        let (journal, history) = try open()
        for number in 1...3 as ClosedRange<UInt8> { try await journal.append(Tally.Entry(number)) }
        try Database(scratch.database, .readWrite).execute("DROP TABLE journal")
        await #expect(throws: StoreError.self) { try await journal.append(Tally.Entry(4)) }
        try await journal.append(Tally.Entry(5))
        #expect(history.hasLost("tally"))
        journal.keep()
        try await journal.append(Tally.Entry(6))
        #expect(!history.hasLost("tally"))
        history.close()
        let (again, reopened) = try open()
        defer { reopened.close() }
        #expect(again.numbers == [1, 2, 3, 5, 6])
    }

    @Test func aFileTakenAwayIsBegunAnewWithACheckpoint() async throws {
        let (journal, history) = try open()
        for number in 1...3 as ClosedRange<UInt8> { try await journal.append(Tally.Entry(number)) }
        scratch.database.remove()
        try await history.commit(.uptime())
        journal.keep()
        history.close()
        let (again, reopened) = try open()
        defer { reopened.close() }
        #expect(again.numbers == [1, 2, 3])
    }

    // MARK: Other files

    @Test func aBackupCarriesTheJournal() async throws {
        let (journal, history) = try open(policy: always)
        try await journal.append(Tally.Entry(1))
        journal.keep()
        try await journal.append(Tally.Entry(2))
        let copy = scratch.file("copy.db")
        _ = try HistoryCopies.backup(scratch.store, to: copy)
        try await journal.append(Tally.Entry(3))
        history.close()
        _ = try HistoryCopies.restore(copy, to: scratch.store, at: testTime)
        let (again, reopened) = try open()
        #expect(again.numbers == [1, 2])
        try await again.append(Tally.Entry(4))
        reopened.close()
        let (last, history3) = try open()
        defer { history3.close() }
        #expect(last.numbers == [1, 2, 4])
    }

    @Test func aHistoryOfTheFirstVersionIsTakenOver() async throws {
        try FileManager.default.createDirectory(atPath: scratch.store, withIntermediateDirectories: false)
        do {
            let old = try Database(scratch.database)
            try old.migrate(to: Schema(applicationID: Schema.history.applicationID, migrations: [Schema.history.migrations[0]]))
            try old.execute("INSERT INTO incident VALUES ('a', 1795317948, NULL, 'whatsapp_outage', '{}')")
        }
        let readOnly = try Archive.remember(withoutWriting: scratch.database, at: testTime)
        #expect(readOnly.incidents.map(\.id) == ["a"] && readOnly.entries == [])
        let opened = try History.test(scratch.store)
        #expect(opened.1.incidents.map(\.id) == ["a"])
        let journal = Journal(Tally(), name: "tally", try .test(opened))
        try await journal.append(Tally.Entry(1))
        opened.0.close()
        let (again, reopened) = try open()
        defer { reopened.close() }
        #expect(again.numbers == [1])
        #expect(try reader().integer("PRAGMA user_version") == 2)
    }

    @Test func pruningDeletesNoEntry() async throws {
        let (journal, history) = try open()
        try await journal.append(Tally.Entry(1))
        history.close()
        let old = try History.test(scratch.store, retention: .zero, now: testTime + 1e9)
        old.0.post(.baseline("first round"))
        _ = try await old.0.until { $0.writes == 1 }
        old.0.post(.baseline("second round"))
        _ = try await old.0.until { $0.writes == 2 }
        old.0.close()
        #expect(try entryCount() == 1)
    }
}
