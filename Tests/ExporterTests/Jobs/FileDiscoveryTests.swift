import Foundation
import Testing

@testable import Exporter

@Suite struct FileDiscoveryTests {
    /// A directory that goes with the test.
    private final class Folder {
        let path = NSTemporaryDirectory() + "file-discovery-" + UUID().uuidString

        init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false) }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        func write(_ text: String, to name: String) throws {
            try text.write(toFile: "\(path)/\(name)", atomically: true, encoding: .utf8)
        }

        func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }

        func discovery(_ patterns: String...) -> FileDiscovery {
            FileDiscovery(FileSource(patterns: patterns.map { "\(path)/\($0)" }, refreshInterval: .seconds(300)))
        }
    }

    @Test func takesTheFilesOfAPatternInOrder() throws {
        let folder = try Folder()
        try folder.write("- targets: [b]", to: "t-2.yml")
        try folder.write("[{\"targets\": [\"a\"]}]", to: "t-1.json")
        try folder.write("- targets: [c]", to: "other.yml")
        var discovery = folder.discovery("t-*.yml", "t-*.json", "other.yml", "o*.yml")
        let look1 = discovery.refresh(isThorough: true)
        #expect(look1)
        #expect(discovery.groups.flatMap(\.targets) == ["b", "a", "c"])
        #expect(discovery.faults.isEmpty)
    }

    @Test func readsAgainOnlyWhatChanged() throws {
        let folder = try Folder()
        try folder.write("- targets: [a]", to: "t.yml")
        var discovery = folder.discovery("t.yml")
        let look2 = discovery.refresh(isThorough: false)
        #expect(look2)
        let look3 = discovery.refresh(isThorough: false)
        #expect(!look3)
        try folder.write("- targets: [a, b]", to: "t.yml")
        let look4 = discovery.refresh(isThorough: false)
        #expect(look4)
        #expect(discovery.groups.flatMap(\.targets) == ["a", "b"])
    }

    @Test func aBadFileKeepsWhatItHadAndSaysWhy() throws {
        let folder = try Folder()
        try folder.write("- targets: [a]", to: "1.yml")
        try folder.write("- targets: [b]", to: "2.yml")
        var discovery = folder.discovery("*.yml")
        _ = discovery.refresh(isThorough: true)
        try folder.write("- targets: [a", to: "1.yml")
        try folder.write("- targets: [c]", to: "2.yml")
        let look5 = discovery.refresh(isThorough: false)
        #expect(look5)
        #expect(discovery.groups.flatMap(\.targets) == ["a", "c"])
        #expect(discovery.faults.count == 1)
        #expect(discovery.faults.first?.hasPrefix("\(folder.path)/1.yml:") == true)
        try folder.write("- targets: [d]", to: "1.yml")
        let look6 = discovery.refresh(isThorough: false)
        #expect(look6)
        #expect(discovery.groups.flatMap(\.targets) == ["d", "c"])
        #expect(discovery.faults.isEmpty)
    }

    @Test func aFileThatIsGoneTakesItsTargetsAlong() throws {
        let folder = try Folder()
        try folder.write("- targets: [a]", to: "1.yml")
        try folder.write("- targets: [b]", to: "2.yml")
        var discovery = folder.discovery("1.yml", "2.yml")
        _ = discovery.refresh(isThorough: true)
        try folder.remove("1.yml")
        let look7 = discovery.refresh(isThorough: false)
        #expect(look7)
        #expect(discovery.groups.flatMap(\.targets) == ["b"])
        #expect(discovery.faults == ["\(folder.path)/1.yml: there is no such file"])
    }

    @Test func hiddenFilesAndHalfNamesDoNotMatch() throws {
        let folder = try Folder()
        try folder.write("- targets: [a]", to: ".hidden.yml")
        try folder.write("- targets: [b]", to: "aba.yml")
        var discovery = folder.discovery("*.yml", "abab*ba.yml")
        _ = discovery.refresh(isThorough: true)
        #expect(discovery.groups.flatMap(\.targets) == ["b"])
    }

    @Test func anOversizedFileIsAFault() throws {
        let folder = try Folder()
        try folder.write("# " + String(repeating: "x", count: 1 << 20), to: "t.yml")
        var discovery = folder.discovery("t.yml")
        _ = discovery.refresh(isThorough: true)
        #expect(discovery.faults.first?.contains("cannot be read") == true)
    }
}
