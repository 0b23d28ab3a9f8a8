import Foundation
import Posix
import Testing

@testable import ProcFS

@Suite final class MountTableTests {
    private let root = FileManager.default.temporaryDirectory.appending(path: "mounts-\(UUID().uuidString)")
    private var procfs: ProcFS { ProcFS(root: root.path) }

    deinit { try? FileManager.default.removeItem(at: root) }

    private func write(_ text: String, to process: String = "1") throws {
        let directory = root.appending(path: process)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: directory.appending(path: "mountinfo"))
    }

    private func line(_ place: String, _ options: String = "rw") -> String { "1 1 0:1 / \(place) \(options) - tmpfs none rw\n" }

    @Test func sameTextIsNoChange() throws {
        var reader = FileReader()
        var table = MountTable()
        try write(line("/a"))
        #expect(try table.update(from: procfs, with: &reader))
        #expect(try !table.update(from: procfs, with: &reader))
        try write(line("/a", "ro"))
        #expect(try table.update(from: procfs, with: &reader))
        #expect(table.mounts.map(\.isReadOnly) == [true])
        try write(line("/a") + line("/b"))
        #expect(try table.update(from: procfs, with: &reader))
        #expect(table.mounts.map(\.mountPoint) == [Array("/a".utf8), Array("/b".utf8)])
    }

    @Test func ownMountsStandInForThoseNotShown() throws {
        var reader = FileReader()
        var table = MountTable()
        try write(line("/own"), to: "self")
        #expect(try table.update(from: procfs, with: &reader))
        #expect(table.mounts.map(\.mountPoint) == [Array("/own".utf8)])
        try write(line("/first"))
        #expect(try table.update(from: procfs, with: &reader))
        #expect(table.mounts.map(\.mountPoint) == [Array("/first".utf8)])
    }

    @Test func damageIsRefusedEachTime() throws {
        var reader = FileReader()
        var table = MountTable()
        try write(line("/a") + "1 1 0:1 / /b\n")
        for _ in 0..<2 {
            let error = #expect(throws: ProcFSError.self) { _ = try table.update(from: self.procfs, with: &reader) }
            #expect(error == .malformed(path: root.path + "/1/mountinfo", line: 2, text: "1 1 0:1 / /b"))
        }
        try write(line("/a"))
        #expect(try table.update(from: procfs, with: &reader))
    }

    @Test func thisMachineHasRoot() throws {
        var reader = FileReader()
        var table = MountTable()
        #expect(try table.update(from: ProcFS(), with: &reader))
        #expect(table.mounts.contains { $0.mountPoint == [UInt8(ascii: "/")] })
        _ = try FileSystemUsage(at: [UInt8(ascii: "/"), 0])
    }
}
