import Foundation
import Glibc
import Posix
import Testing

@Suite struct FileMakingTests {
    @Test func makesAndRemovesATree() throws {
        let root = try makeTemporaryDirectory("posix-tests")
        try makeDirectory("\(root)/a/b")
        try makeDirectory("\(root)/a/b")
        try writeFile([1, 2, 3], at: "\(root)/a/b/file")
        try writeFile([4], at: "\(root)/a/b/file")
        try makeSymbolicLink(at: "\(root)/a/link", to: "/etc")
        try makeSymbolicLink(at: "\(root)/a/link", to: "/etc")
        #expect(try Data(contentsOf: URL(filePath: "\(root)/a/b/file")) == Data([4]))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(root)/a/link") == "/etc")
        removeDirectory(root)
        #expect(!FileManager.default.fileExists(atPath: root))
        #expect(FileManager.default.fileExists(atPath: "/etc/passwd"))
    }

    @Test func saysWhyItCannot() {
        #expect(throws: Errno(ENOENT)) { try writeFile([], at: "/nonexistent/file") }
        #expect(throws: Errno(ENOTDIR)) { try makeDirectory("/etc/passwd/x") }
    }

    @Test func pathsAreMadeAbsolute() throws {
        #expect(try absolutePath("/a") == "/a")
        #expect(try absolutePath("a/b") == FileManager.default.currentDirectoryPath + "/a/b")
    }
}
