import Foundation
import Glibc
import Testing

@testable import Posix

@Suite struct FileReaderTests {
    @Test func keptFileIsWrittenAnewAtEachRead() throws {
        var reader = FileReader(capacity: 1)
        var limit = rlimit()
        let stack = __rlimit_resource_t(RLIMIT_STACK.rawValue)
        #expect(unsafe getrlimit(stack, &limit) == 0)
        let before = limit.rlim_cur
        for sizeBytes in [7 << 20, 6 << 20, before] {
            limit.rlim_cur = sizeBytes
            #expect(unsafe setrlimit(stack, &limit) == 0)
            let lines = try text(of: "/proc/self/limits", with: &reader).split(separator: "\n")
            let words = lines.first { $0.hasPrefix("Max stack size") }?.split(separator: " ")
            #expect(words?[3] == (sizeBytes == .max ? "unlimited" : "\(sizeBytes)"))
        }
    }

    /// Files whose text changes little between two readings in a row, one kept open and one opened for it.
    @Test(arguments: ["stat", "meminfo", "net/dev", "net/netstat", "net/snmp", "net/sockstat", "loadavg", "self/stat"])
    func keptFileReadsAsOneNewlyOpenedDoes(file: String) throws {
        let path = "/proc/\(file)"
        var reader = FileReader(capacity: 1)
        _ = try text(of: path, with: &reader)
        for _ in 0..<20 {
            let kept = try text(of: path, with: &reader)
            var other = FileReader()
            #expect(shape(of: kept) == shape(of: try text(of: path, with: &other)))
        }
    }

    /// What is read as one record has to be all there is.
    @Test(arguments: [
        "stat", "meminfo", "net/netstat", "net/snmp", "net/snmp6", "net/sockstat", "net/sockstat6", "loadavg", "self/stat",
        "sys/fs/file-nr", "pressure/cpu",
    ])
    func recordEndsWithTheFirstShortRead(file: String) throws {
        guard FileManager.default.isReadableFile(atPath: "/proc/\(file)") else { return }
        var reader = FileReader(capacity: 64)
        for _ in 0..<3 {
            try reader.read(file, in: "/proc", limit: 1 << 20, extent: .oneRecord)
            let record = reader.withContents { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
            #expect(record.last == "\n")
            var other = FileReader()
            #expect(shape(of: record) == shape(of: try text(of: "/proc/\(file)", with: &other)))
        }
    }

    @Test(arguments: [0, 1, 5, 100, 5000])
    func readsNoMoreThanTheBeginning(sizeBytes: Int) throws {
        var reader = FileReader(capacity: 2)
        let whole = try text(of: "/proc/filesystems", with: &reader)
        // What kind of file it is stands only once it has been read.
        for expected in [whole, String(whole.prefix(sizeBytes)), String(whole.prefix(sizeBytes))] {
            try reader.read("filesystems", in: "/proc", limit: 1 << 20, extent: .first(sizeBytes))
            let read = reader.withContents { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
            #expect(read == expected)
        }
    }

    @Test func keepsNoMoreThanAFewFilesOpen() throws {
        var reader = FileReader()
        let tasks = "/proc/\(getpid())/task/"
        let files = (0..<40).map { tasks + String(repeating: "\(getpid())/../", count: $0) + "\(getpid())/stat" }
        for file in files + files { try reader.read(file, limit: 1 << 20) }
        #expect(descriptors(under: ["\(tasks)\(getpid())/stat"]).values.first == 32)
    }

    @Test func mountsThatStayAreToldFromThoseNotYetRead() throws {
        var reader = FileReader()
        let isUnread = reader.mayHaveChanged("self/mountinfo", in: "/proc")
        #expect(isUnread)
        try reader.read("self/mountinfo", in: "/proc", limit: 8 << 20)
        // Others may mount while this runs, but not each time.
        let quiet = (0..<100).contains { _ in !reader.mayHaveChanged("self/mountinfo", in: "/proc") }
        #expect(quiet)
        let isElsewhere = reader.mayHaveChanged("self/mountinfo", in: "/elsewhere")
        #expect(isElsewhere)
    }

    @Test func fileElsewhereIsOpenedEachTime() throws {
        try withDirectory { directory in
            let path = directory.appending(path: "file").path
            var reader = FileReader()
            for text in ["one", "another", ""] {
                // Atomically: under the same name it is another file.
                try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
                #expect(try self.text(of: path, with: &reader) == text)
            }
            try FileManager.default.removeItem(atPath: path)
            #expect(throws: Errno(ENOENT)) { try self.text(of: path, with: &reader) }
        }
    }

    @Test func keepsOneDescriptorForEachFileOfProcUntilItsEnd() throws {
        try withDirectory { directory in
            let path = directory.appending(path: "file").path
            try Data("text\n".utf8).write(to: URL(filePath: path))
            let outside = descriptors(under: ["/proc/filesystems", "/proc/devices", path])
            func readTwice() throws -> [String: Int] {
                var reader = FileReader()
                for _ in 0..<2 {
                    for file in ["/proc/filesystems", "/proc/devices", path] { try reader.read(file, limit: 1 << 20) }
                }
                let inside = descriptors(under: ["/proc/filesystems", "/proc/devices", path])
                #expect(reader.withContents { $0.count } == 5)
                return inside
            }
            #expect(outside == [:])
            #expect(try readTwice() == ["/proc/filesystems": 1, "/proc/devices": 1])
            #expect(descriptors(under: ["/proc/filesystems", "/proc/devices", path]) == [:])
        }
    }

    @Test func processThatIsGoneIsAnErrorAndNotItsLastState() throws {
        let child = Process()
        child.executableURL = URL(filePath: "/bin/cat")
        let input = Pipe()
        child.standardInput = input
        try child.run()
        let path = "/proc/\(child.processIdentifier)/stat"
        var reader = FileReader()
        #expect(try text(of: path, with: &reader).hasPrefix("\(child.processIdentifier) "))
        try input.fileHandleForWriting.close()
        child.waitUntilExit()
        #expect(throws: Errno.self) { try text(of: path, with: &reader) }
        #expect(reader.withContents { $0.count } == 0)
    }

    @Test func failureLeavesNothingBehind() throws {
        var reader = FileReader()
        _ = try text(of: "/proc/version", with: &reader)
        #expect(throws: Errno(EFBIG)) { try reader.read("/proc/version", limit: 3) }
        #expect(reader.withContents { $0.count } == 0)
        #expect(try text(of: "/proc/version", with: &reader).hasPrefix("Linux"))
    }

    private func text(of path: String, with reader: inout FileReader) throws -> String {
        try reader.read(path, limit: 1 << 20)
        return reader.withContents { bytes in String(decoding: bytes.indices.map { bytes[$0] }, as: UTF8.self) }
    }

    /// The words that are no numbers, line by line.
    private func shape(of text: String) -> [[Substring]] {
        text.split(separator: "\n").map { line in
            line.split(whereSeparator: { " \t(){}/".contains($0) }).filter { $0.contains(where: \.isLetter) && $0.count > 1 }
        }
    }

    /// How many of our descriptors lead to each of the paths, by path; none for those without.
    private func descriptors(under paths: [String]) -> [String: Int] {
        let directory = "/proc/self/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        let targets = names.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "\(directory)/\($0)") }
        return Dictionary(grouping: targets.filter(paths.contains)) { $0 }.mapValues(\.count)
    }

    private func withDirectory(_ body: (URL) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "reader-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.resolvingSymlinksInPath())
    }
}
