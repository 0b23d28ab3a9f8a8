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

    /// Writes pairs of rows, one transaction each, until told to stop; `written` counts those that are safe.
    private func write(_ file: DatabaseFile, until isDone: Mutex<Bool>, written: Atomic<Int>) throws {
        let database = try Database(file, .readWrite)
        try database.keepWriteAheadLog()
        let (left, right) = (
            try database.prepare("INSERT INTO left VALUES (?, zeroblob(500))"),
            try database.prepare("INSERT INTO right VALUES (?, zeroblob(500))")
        )
        var id = 0
        while !isDone.withLock({ $0 }) {
            id += 1
            try database.transaction { () throws(StoreError) in
                try left.run(.integer(id))
                try right.run(.integer(id))
            }
            written.store(id, ordering: .releasing)
        }
    }

    /// Calls `body` time and again while a thread writes.
    private func whileWriting(_ file: DatabaseFile, _ body: (_ turn: Int, _ written: () -> Int) throws -> Void) throws {
        let (isDone, written, failure) = (Mutex(false), Atomic(0), Mutex<String?>(nil))
        let box = Box(isDone: isDone, written: written, failure: failure)
        let ended = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            do { try write(file, until: box.isDone, written: box.written) } catch { box.failure.withLock { $0 = "\(error)" } }
            ended.signal()
        }
        defer {
            box.isDone.withLock { $0 = true }
            ended.wait()
            #expect(box.failure.withLock { $0 } == nil)
        }
        for turn in 0..<20 {
            let before = box.written.load(ordering: .acquiring)
            while box.written.load(ordering: .acquiring) < before + Int.random(in: 1...20),
                box.failure.withLock({ $0 == nil })
            {
                sched_yield()
            }
            try body(turn) { box.written.load(ordering: .acquiring) }
        }
    }

    private final class Box: Sendable {
        let isDone: Mutex<Bool>
        let written: Atomic<Int>
        let failure: Mutex<String?>

        init(isDone: consuming Mutex<Bool>, written: consuming Atomic<Int>, failure: consuming Mutex<String?>) {
            self.isDone = isDone
            self.written = written
            self.failure = failure
        }
    }

    @Test func aCopyIsOneMomentWhileAnotherWrites() throws {
        let file = try pairs()
        try whileWriting(file) { turn, written in
            let copy = scratch.file("copy-\(turn).db")
            let atLeast = written()
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
        let none = try Database(taken, .readOnly)
        #expect(kind { () throws(StoreError) in try none.copy(to: scratch.file("of-none.db")) } == .notADatabase)
        #expect(!scratch.file("of-none.db").exists)
    }

    /// What a crash leaves: the files as they are at any moment, with no say of the writer.
    @Test func nothingAcknowledgedIsMissingAfterACrash() throws {
        let file = try pairs()
        try whileWriting(file) { turn, written in
            let crashed = scratch.file("crash-\(turn).db")
            let acknowledged = try copyFrozen(file, to: crashed, written)
            let survivor = try Database(crashed, .readWrite)
            try survivor.keepWriteAheadLog()
            #expect(try survivor.integrityProblems() == [])
            let count = try survivor.integer("SELECT count(*) FROM left") ?? -1
            #expect(count >= acknowledged)
            #expect(try survivor.integer("SELECT count(*) FROM left JOIN right USING (id)") == count)
        }
    }

    /// Copies database and log while no checkpoint moves pages from one to the other; appends may go on.
    private func copyFrozen(_ file: DatabaseFile, to copy: DatabaseFile, _ written: () -> Int) throws -> Int {
        // An open reader lets the writer append and keeps it from beginning the log anew.
        let reader = try Database(file, .readOnly)
        try reader.execute("BEGIN")
        _ = try reader.integer("SELECT count(*) FROM left")
        let acknowledged = written()
        try FileManager.default.copyItem(atPath: file.path, toPath: copy.path)
        try FileManager.default.copyItem(atPath: file.path + "-wal", toPath: copy.path + "-wal")
        return acknowledged
    }
}
