import Foundation
import Glibc
import Testing

@testable import Posix

@Suite struct OpenDescriptorsTests {
    /// A child's, for other tests open and close descriptors of ours.
    @Test func countIsNumberOfEntriesOfOtherProcess() throws {
        let child = Process()
        child.executableURL = URL(filePath: "/bin/cat")
        let input = Pipe()
        child.standardInput = input
        try child.run()
        let path = "/proc/\(child.processIdentifier)/fd"
        let listed = try FileManager.default.contentsOfDirectory(atPath: path).count
        let counted = try OpenDescriptors.count(in: path)
        try input.fileHandleForWriting.close()
        child.waitUntilExit()
        // Without the kernel's own count one is taken off for the listing, which is not among another process's descriptors.
        #expect(counted == listed || counted == listed - 1)
        #expect(counted >= 2)
    }

    @Test func entriesOfCopyAreListed() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "fd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        #expect(try OpenDescriptors.count(in: directory.path) == 0)
        for name in ["0", "1", "2", "3"] { try Data().write(to: directory.appending(path: name)) }
        #expect(try OpenDescriptors.count(in: directory.path) == 3)
    }

    @Test func missingDirectoryIsError() {
        #expect(throws: Errno(ENOENT)) { try OpenDescriptors.count(in: "/nonexistent") }
    }
}
