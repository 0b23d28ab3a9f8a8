import Foundation
import Glibc
import Posix
import Testing

@testable import ProcFS

@Suite struct ProcFSTests {
    @Test func missingFileIsReadErrorWithPath() {
        let procfs = ProcFS(root: "/nonexistent/")
        #expect(throws: ProcFSError.read(path: "/nonexistent/loadavg", Errno(ENOENT))) {
            var reader = FileReader()
            _ = try procfs.loadAverage(with: &reader)
        }
    }

    @Test func missingDirectoryIsReadErrorWithPath() {
        #expect(throws: ProcFSError.read(path: "/nonexistent/self/fd", Errno(ENOENT))) {
            try ProcFS(root: "/nonexistent").openDescriptors()
        }
    }

    @Test func directoryInPlaceOfFileIsReadError() throws {
        try withRoot { root in
            try FileManager.default.createDirectory(at: root.appending(path: "loadavg"), withIntermediateDirectories: true)
            #expect(throws: ProcFSError.read(path: "\(root.path)/loadavg", Errno(EISDIR))) { try loadAverage(root) }
        }
    }

    @Test(.enabled("root may read anything") { geteuid() != 0 })
    func unreadableFileIsReadError() throws {
        try withRoot { root in
            let file = root.appending(path: "meminfo")
            try Data("MemTotal: 1 kB\n".utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
            #expect(throws: ProcFSError.read(path: file.path, Errno(EACCES))) {
                var reader = FileReader()
                _ = try ProcFS(root: root.path).memInfo(with: &reader)
            }
        }
    }

    @Test func namedPipeDoesNotHang() throws {
        try withRoot { root in
            #expect(unsafe mkfifo(root.appending(path: "loadavg").path, 0o600) == 0)
            #expect(throws: ProcFSError.self) { try loadAverage(root) }
        }
    }

    @Test func giganticFileIsReadErrorWithinBounds() throws {
        try withRoot { root in
            let file = root.appending(path: "loadavg")
            try Data().write(to: file)
            let handle = try FileHandle(forWritingTo: file)
            // Sparse: it takes no room.
            try handle.truncate(atOffset: 64 << 30)
            try handle.close()
            #expect(throws: ProcFSError.read(path: "\(root.path)/loadavg", Errno(EFBIG))) { try loadAverage(root) }
        }
    }

    @Test func malformedFileTellsLineAndText() throws {
        try withRoot { root in
            let long = "MemFree: x\u{1}y" + String(repeating: "z", count: 200)
            try Data("MemTotal: 1 kB\n\(long)\n".utf8).write(to: root.appending(path: "meminfo"))
            let text = "MemFree: x?y" + String(repeating: "z", count: 68)
            #expect(throws: ProcFSError.malformed(path: "\(root.path)/meminfo", line: 2, text: text)) {
                var reader = FileReader()
                _ = try ProcFS(root: root.path).memInfo(with: &reader)
            }
        }
    }

    @Test func readerSurvivesFailureAndGrowth() throws {
        var reader = FileReader(capacity: 1)
        let procfs = Fixture.linux618.procfs
        _ = try? ProcFS(root: "/nonexistent").loadAverage(with: &reader)
        #expect(try procfs.stat(with: &reader).processors.count == 2)
        #expect(try procfs.loadAverage(with: &reader).oneMinute == 0.09)
        #expect(try procfs.memInfo(with: &reader)["MemTotal"] == 24_684_092 * 1024)
    }

    @Test func readsThisMachine() throws {
        let procfs = ProcFS()
        var reader = FileReader()
        #expect(try procfs.stat(with: &reader).processors.isEmpty == false)
        #expect(try procfs.memInfo(with: &reader)["MemFree"] != nil)
        #expect(try procfs.netDev(with: &reader).contains { $0.name == "lo" })
        var netStat = NetStat { _ in true }
        try procfs.read(&netStat, with: &reader)
        #expect(netStat.count("Tcp_InSegs") != nil)
        #expect(try procfs.sockStat(with: &reader)["sockets_used"] != nil)
        _ = try procfs.loadAverage(with: &reader)
        _ = try procfs.uptime(with: &reader)
        _ = try procfs.fileHandles(with: &reader)
        #expect(try procfs.softNet(with: &reader).isEmpty == false)
        #expect(try procfs.sockets(.tcp) != nil && procfs.sockets(.udp) != nil)
        #expect(procfs.socketLimits(with: &reader).ephemeralPorts != nil)
        _ = try procfs.arp(with: &reader)
        _ = try procfs.defaultRoutes4(with: &reader)
        _ = try procfs.defaultRoutes6(with: &reader)
        for resource in Pressure.Resource.allCases { _ = try procfs.pressure(resource, with: &reader) }
        #expect(try procfs.processStat(with: &reader).residentPages > 0)
        #expect(try procfs.processStatus(with: &reader)["VmRSS"] != nil)
        #expect(try procfs.openDescriptors() >= 3)
    }

    private func loadAverage(_ root: URL) throws {
        var reader = FileReader()
        _ = try ProcFS(root: root.path).loadAverage(with: &reader)
    }

    private func withRoot(_ body: (URL) throws -> Void) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "procfs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        try body(root)
    }
}
