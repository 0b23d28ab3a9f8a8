import Foundation
import Store
import Testing

@testable import Exporter

/// What is left when the process ends at any moment: the files as they are then.
@Suite(.timeLimit(.minutes(2))) struct JournalCrashTests {
    private static let policy = CheckpointPolicy(entries: 0, interval: .zero)

    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    /// A copy of the store's files, for an exporter that comes after the crash.
    private func crash(cuttingLogTo logBytes: Int? = nil) throws -> String {
        let copy = scratch.file("crashed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: false)
        for name in ["history.db", "history.db-wal"] {
            let source = URL(filePath: "\(scratch.store)/\(name)")
            guard FileManager.default.fileExists(atPath: source.path) else { continue }
            let bytes = try Data(contentsOf: source)
            let kept = name.hasSuffix("-wal") ? bytes.prefix(logBytes ?? bytes.count) : bytes
            try kept.write(to: URL(filePath: "\(copy)/\(name)"))
        }
        return copy
    }

    private func numbers(in store: String) throws -> [UInt8] {
        let opened = try History.test(store)
        defer { opened.0.close() }
        return Journal(Tally(), name: "tally", try .test(opened), policy: Self.policy).numbers
    }

    @Test func allThatWasAcknowledgedIsThere() async throws {
        let opened = try History.test(scratch.store)
        defer { opened.0.close() }
        let journal = Journal(Tally(), name: "tally", try .test(opened), policy: Self.policy)
        for number in 1...12 as ClosedRange<UInt8> {
            try await journal.append(Tally.Entry(number))
            #expect(try numbers(in: crash()) == Array(1...number))
            guard number.isMultiple(of: 4) else { continue }
            journal.keep()
            // Behind the checkpoint, which is on the disk when this is.
            try await opened.0.commit(.uptime())
            #expect(try numbers(in: crash()) == Array(1...number))
        }
    }

    /// The log ends anywhere, in the middle of a transaction or of a checkpoint: what there is has no gaps, and nothing twice.
    @Test func aLogCutAnywhereHasTheFirstEntries() async throws {
        let opened = try History.test(scratch.store)
        defer { opened.0.close() }
        let journal = Journal(Tally(), name: "tally", try .test(opened), policy: Self.policy)
        for number in 1...12 as ClosedRange<UInt8> {
            try await journal.append(Tally.Entry(number, padding: 3000))
            if number == 6 { journal.keep() }
        }
        let size = try Data(contentsOf: URL(filePath: scratch.store + "/history.db-wal")).count
        var counts: Set<Int> = []
        for bytes in stride(from: 0, through: size, by: 1999) {
            let found = try numbers(in: crash(cuttingLogTo: bytes))
            #expect(found == Array((1...12 as ClosedRange<UInt8>).prefix(found.count)), "cut at \(bytes) of \(size)")
            counts.insert(found.count)
        }
        #expect(counts.isSuperset(of: 1...11))
        #expect(try numbers(in: crash()) == Array(1...12))
    }

    /// The crash comes while others are being written: what was acknowledged by then is there, and in its order.
    @Test func aCrashAmongManyWritersKeepsAnOrderedBeginning() async throws {
        let opened = try History.test(scratch.store)
        defer { opened.0.close() }
        let journal = Journal(Tally(), name: "tally", try .test(opened), policy: Self.policy)
        try await withThrowingTaskGroup { group in
            for number in 0..<250 as Range<UInt8> { group.addTask { try await journal.append(Tally.Entry(number)) } }
            for _ in 0..<20 { try await group.next() }
            journal.keep()
            try await group.waitForAll()
        }
        #expect(try numbers(in: crash()) == journal.numbers)
    }
}
