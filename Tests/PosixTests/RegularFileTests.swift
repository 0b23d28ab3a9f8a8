import Foundation
import Glibc
import Testing

@testable import Posix

@Suite struct RegularFileTests {
    @Test func readsWholeFileThroughLinkAndTellsItsAge() throws {
        try withDirectory { directory in
            let text = String(repeating: "0123456789", count: 20_000)
            try text.write(toFile: "\(directory)/file", atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_700_000_000.75)], ofItemAtPath: "\(directory)/file")
            try FileManager.default.createSymbolicLink(atPath: "\(directory)/link", withDestinationPath: "file")
            let file = try RegularFile(opening: "\(directory)/link")
            #expect(file.modifiedSeconds == 1_700_000_000)
            #expect(String(decoding: try file.contents(limit: 200_000), as: UTF8.self) == text)
        }
    }

    @Test func largerFileThanAllowedIsRefused() throws {
        try withDirectory { directory in
            try "12345".write(toFile: "\(directory)/file", atomically: false, encoding: .utf8)
            #expect(throws: Errno(EFBIG)) { try RegularFile(opening: "\(directory)/file").contents(limit: 4) }
            #expect(try RegularFile(opening: "\(directory)/file").contents(limit: 5).count == 5)
        }
    }

    @Test func neitherPipeNorDeviceNorDirectoryIsOpened() throws {
        try withDirectory { directory in
            #expect(unsafe mkfifo("\(directory)/pipe", 0o600) == 0)
            try FileManager.default.createSymbolicLink(atPath: "\(directory)/loop", withDestinationPath: "loop")
            let errors = [
                ("pipe", ESPIPE), ("", EISDIR), ("loop", ELOOP), ("none", ENOENT),
            ]
            for (name, code) in errors {
                #expect(throws: Errno(code)) { _ = try RegularFile(opening: "\(directory)/\(name)").modifiedSeconds }
            }
            #expect(throws: Errno(ESPIPE)) { _ = try RegularFile(opening: "/dev/zero").modifiedSeconds }
        }
    }

    @Test func patternsOfPathsMatchAsInAShell() throws {
        try withDirectory { directory in
            for name in ["b1", "a1", "a2", ".a3", "[x]"] {
                try FileManager.default.createDirectory(atPath: "\(directory)/\(name)", withIntermediateDirectories: true)
            }
            func names(_ pattern: String) -> [String] {
                pathsMatching("\(directory)/\(pattern)").map { String($0.dropFirst(directory.count + 1)) }
            }
            #expect(names("a*") == ["a1", "a2"])
            #expect(names("[ab]1") == ["a1", "b1"])
            #expect(names("?2") == ["a2"])
            #expect(names("b1") == ["b1"])
            #expect(names("\\[x]") == ["[x]"])
            #expect(names("none*") == [])
            #expect(pathsMatching("") == [])
        }
    }

    @Test func realPathFollowsLinks() throws {
        try withDirectory { directory in
            try FileManager.default.createDirectory(atPath: "\(directory)/a/b", withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(atPath: "\(directory)/link", withDestinationPath: "a/../a/b")
            #expect(realPath("\(directory)/link")?.hasSuffix("/a/b") == true)
            #expect(realPath("\(directory)/none") == nil)
            #expect(isDirectory("\(directory)/link"))
            #expect(!isDirectory("\(directory)/none"))
        }
    }

    private func withDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "regular-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try body(directory)
    }
}
