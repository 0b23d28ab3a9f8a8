import Foundation
import Testing

@testable import Store

@Suite struct StoreDirectoryTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
    }

    private func failure(_ path: String, creates: Bool = true) -> String? {
        do throws(StoreDirectoryError) {
            _ = try StoreDirectory(path, creates: creates)
            return nil
        } catch {
            return error.description
        }
    }

    @Test func makesADirectoryForItsOwnerOnly() throws {
        let path = scratch.path + "/new"
        #expect(failure(path, creates: false) == "\(path) cannot be opened: No such file or directory")
        #expect(failure(path) == nil)
        #expect(DatabaseFile(path).permissions == 0o700)
        #expect(failure(path) == nil)
    }

    @Test func saysWhatIsWrongInOneLine() throws {
        let file = scratch.file("plain")
        try file.overwrite(Data("x".utf8))
        #expect(failure(file.path) == "\(file.path) is no directory")
        #expect(failure(scratch.path + "/a/b") == "\(scratch.path)/a/b cannot be made: No such file or directory")
    }

    @Test(.enabled(if: geteuid() != 0, "nothing is forbidden to root"))
    func aReadOnlyDirectoryIsRefused() throws {
        try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: scratch.path)
        #expect(failure(scratch.path) == "\(scratch.path) cannot be written to: Permission denied")
    }

    @Test func isKeptToOneOwnerAtATime() throws {
        do {
            let held = try StoreDirectory(scratch.path, creates: false)
            #expect(failure(scratch.path) == "\(scratch.path) is in use by another process")
            #expect(held.file("a.db").path == scratch.path + "/a.db")
        }
        #expect(failure(scratch.path) == nil)
    }

    @Test func movesADatabaseWithAllItsFiles() throws {
        let (old, new) = (scratch.file("old"), scratch.file("new"))
        for companion in ["", "-wal", "-shm"] { try DatabaseFile(old.path + companion).overwrite(Data("x".utf8)) }
        try old.move(to: new)
        #expect(try scratch.names == ["new", "new-shm", "new-wal"])
        #expect(throws: StoreError.self) { try old.move(to: new) }
        new.remove()
        #expect(try scratch.names == [])
    }
}
