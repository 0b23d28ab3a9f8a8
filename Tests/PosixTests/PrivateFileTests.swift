import Foundation
import Glibc
import Testing

@testable import Posix

@Suite struct PrivateFileTests {
    private let folder: String

    init() throws {
        folder = try makeTemporaryDirectory("private-file")
    }

    private var path: String { "\(folder)/key" }

    private func contents() throws -> Data { try Data(contentsOf: URL(filePath: path)) }

    @Test func isMadeAndReplacedForItsOwnerAlone() throws {
        defer { removeDirectory(folder) }
        try replacePrivateFile(at: path, with: [1, 2, 3])
        #expect(try contents() == Data([1, 2, 3]))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        try replacePrivateFile(at: path, with: [4])
        #expect(try contents() == Data([4]))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["key"])
    }

    /// What a draft left behind was, or led to, is not written to.
    @Test func aDraftLeftBehindIsNotFollowed() throws {
        defer { removeDirectory(folder) }
        try writeFile([9], at: "\(folder)/other")
        try makeSymbolicLink(at: path + ".new", to: "\(folder)/other")
        try replacePrivateFile(at: path, with: [1])
        #expect(try contents() == Data([1]))
        #expect(try Data(contentsOf: URL(filePath: "\(folder)/other")) == Data([9]))
    }

    @Test func whatCannotBeReplacedStays() throws {
        defer { removeDirectory(folder) }
        #expect(throws: Errno(ENOENT)) { try replacePrivateFile(at: "\(folder)/none/key", with: [1]) }
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(throws: Errno.self) { try replacePrivateFile(at: path, with: [1]) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["key"])
    }
}
