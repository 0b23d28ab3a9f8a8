import Foundation
import Synchronization
import Testing

@testable import Store

@Suite struct BackupTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func pairs() throws -> DatabaseFile {
        let database = try Database(scratch.file())
        try database.keepWriteAheadLog()
        try database.execute("CREATE TABLE left (id INTEGER PRIMARY KEY, v); CREATE TABLE right (id INTEGER PRIMARY KEY, v)")
        return scratch.file()
    }

    /// A thread that writes pairs of rows, one transaction each.
    private final class Writer: Sendable {
        private let isDone = Atomic(false)
        private let writtenCount = Atomic<Int64>(0)
        private let failure = Mutex<String?>(nil)

        /// How many pairs are acknowledged.
        var written: Int64 { writtenCount.load(ordering: .acquiring) }
        var problem: String? { failure.withLock { $0 } }

        func start(_ file: DatabaseFile) -> DispatchSemaphore {
            let ended = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                do { try self.write(file) } catch { self.failure.withLock { $0 = "\(error)" } }
                ended.signal()
            }
            return ended
        }

        func stop() { isDone.store(true, ordering: .releasing) }

        private func write(_ file: DatabaseFile) throws {
            let database = try Database(file, .readWrite)
            try database.keepWriteAheadLog()
            let left = try database.prepare("INSERT INTO left VALUES (?, zeroblob(500))")
            let right = try database.prepare("INSERT INTO right VALUES (?, zeroblob(500))")
            var id: Int64 = 0
            while !isDone.load(ordering: .acquiring) {
                id += 1
                try database.transaction { () throws(StoreError) in
                    try left.run(.integer(id))
                    try right.run(.integer(id))
                }
                writtenCount.store(id, ordering: .releasing)
                // Bounds what each copy has to carry, however slow the machine.
                usleep(1000)
            }
        }
    }

    /// Calls `body` time and again while a thread writes.
    private func whileWriting(_ file: DatabaseFile, _ body: (_ turn: Int, Writer) throws -> Void) throws {
        let writer = Writer()
        let ended = writer.start(file)
        defer {
            writer.stop()
            ended.wait()
            #expect(writer.problem == nil)
        }
        for turn in 0..<10 {
            let goal = writer.written + Int64.random(in: 1...20)
            while writer.written < goal, writer.problem == nil { usleep(200) }
            try body(turn, writer)
        }
    }

    @Test func aCopyIsOneMomentWhileAnotherWrites() throws {
        let file = try pairs()
        try whileWriting(file) { turn, writer in
            let copy = scratch.file("copy-\(turn).db")
            let atLeast = writer.written
            try Database(file, .readOnly).copy(to: copy)
            let reading = try Database(copy, .readOnly)
            let count = try reading.integer("SELECT count(*) FROM left") ?? -1
            #expect(count >= atLeast)
            #expect(try reading.integer("SELECT count(*) FROM left JOIN right USING (id)") == count)
            #expect(try reading.integer("SELECT max(id) FROM right") == count)
            #expect(try reading.integrityProblems() == [])
        }
    }

    @Test func aCopyStandsAlone() throws {
        let file = try pairs()
        let copy = scratch.file("copy.db")
        try Database(file, .readOnly).copy(to: copy)
        #expect(copy.permissions == 0o600)
        #expect(try Database(copy, .readOnly).texts("PRAGMA journal_mode") == ["delete"])
        #expect(try scratch.names.filter { $0.hasPrefix("copy") } == ["copy.db"])
    }

    @Test func aCopyOverwritesNothingAndLeavesNothingWhenItFails() throws {
        let file = try pairs()
        let taken = scratch.file("taken")
        try taken.overwrite(Data("mine".utf8))
        let database = try Database(file, .readOnly)
        #expect(kind { () throws(StoreError) in try database.copy(to: taken) } == .cannotOpen)
        #expect(try taken.bytes() == Data("mine".utf8))
        let garbled = scratch.file("garbled.db")
        try garbled.overwrite(file.bytes())
        let source = try Database(garbled, .readOnly)
        try garbled.overwrite(Data(repeating: 0x5A, count: 8192))
        #expect(kind { () throws(StoreError) in try source.copy(to: scratch.file("of-garbage.db")) } == .corrupt)
        #expect(!scratch.file("of-garbage.db").exists)
    }

    /// What a crash leaves: the files as they are at any moment, with no say of the writer.
    @Test func nothingAcknowledgedIsMissingAfterACrash() throws {
        let file = try pairs()
        try whileWriting(file) { turn, writer in
            let crashed = scratch.file("crash-\(turn).db")
            let acknowledged = try copyFrozen(file, to: crashed, writer)
            let survivor = try Database(crashed, .readWrite)
            try survivor.keepWriteAheadLog()
            #expect(try survivor.integrityProblems() == [])
            let count = try survivor.integer("SELECT count(*) FROM left") ?? -1
            #expect(count >= acknowledged)
            #expect(try survivor.integer("SELECT count(*) FROM left JOIN right USING (id)") == count)
        }
    }

    /// Copies database and log while no checkpoint moves pages from one to the other; appends may go on.
    private func copyFrozen(_ file: DatabaseFile, to copy: DatabaseFile, _ writer: Writer) throws -> Int64 {
        // An open reader lets the writer append and keeps it from beginning the log anew.
        let reader = try Database(file, .readOnly)
        try reader.execute("BEGIN")
        _ = try reader.integer("SELECT count(*) FROM left")
        let acknowledged = writer.written
        try FileManager.default.copyItem(atPath: file.path, toPath: copy.path)
        try FileManager.default.copyItem(atPath: file.path + "-wal", toPath: copy.path + "-wal")
        return acknowledged
    }
}
