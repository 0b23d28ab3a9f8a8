import Foundation
import Posix
import Testing

@testable import ProcFS

@Suite struct SocketFilesTests {
    static let softNet = """
        00000010 00000002 00000003 00000000 00000000 00000000 00000000 00000000 00000004 00000005 00000006 00000007 00000000
        ffffffff 00000000 00000001 00000000 00000000 00000000 00000000 00000000 00000000 00000000 00000000 0000002a 0000000c

        """
    static let conntrack = """
        entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new
        00000011  00000000 00000002 00000000 00000003 00000004 00000000 00000000 00000005 00000006 00000007 00000008 00000000  \
        00000000 00000000 00000000 00000009
        00000011  00000000 00000020 00000000 00000030 00000040 00000000 00000000 00000050 00000060 00000070 00000080 00000000  \
        00000000 00000000 00000000 00000090

        """
    static let tcp = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 00000000     0        0 11 1 0000000000000000 100 0 0 10 0
           1: 0100007F:1F90 0100007F:C350 01 00000010:00000020 01:00000014 00000000  1000        0 12 1 0000000000000000 20 4 30 10 -1
           2: 0100007F:C350 0100007F:1F90 06 00000000:00000000 03:00001770 00000000     0        0 0 3 0000000000000000
           3: 0100007F:C351 0100007F:1F90 0D 00000001:00000001 03:00001770 00000000     0        0 0 3 0000000000000000

        """

    @Test func softNetGivesEachProcessor() throws {
        let rows = try parse(Self.softNet) { (bytes) throws(Malformed) in try SoftNet.parse(bytes) }
        #expect(rows.map(\.processor) == [0, 12])
        let first = rows[0]
        #expect([first.processed, first.dropped, first.timesSqueezed, first.collisions] == [16, 2, 3, 4])
        #expect([first.receivedRPS, first.flowLimitCount, first.backlogLength] == [5, 6, 7])
        #expect(rows[1].processed == .max && rows[1].backlogLength == 42)
    }

    @Test(arguments: [(9, 4, 0, 0), (10, 4, 5, 0), (11, 4, 5, 6), (15, 4, 5, 6)]) func softNetOfEachKernel(
        columns: Int, collisions: UInt32, received: UInt32, flows: UInt32
    ) throws {
        let rows = (0..<3).map { row in
            (0..<columns).map { $0 == 8 ? "00000004" : $0 == 9 ? "00000005" : $0 == 10 ? "00000006" : "0000000\(row)" }
                .joined(separator: " ")
        }
        // The last line may lack its end.
        let parsed = try SoftNet.parse(Array(rows.joined(separator: "\n").utf8).span)
        #expect(parsed.map(\.processor) == [0, 1, 2])
        #expect(parsed.allSatisfy { $0.collisions == collisions && $0.receivedRPS == received && $0.flowLimitCount == flows })
        #expect(parsed.map(\.processed) == [0, 1, 2])
    }

    @Test(arguments: [
        "", "\n", "00000001 00000002\n", softNet + "00000001\n", softNet + "\n", String(softNet.dropLast(3)),
        softNet.replacing("ffffffff", with: "fffffffg"), softNet.replacing("ffffffff", with: "0ffffffff"),
    ]) func oddSoftNetIsRefused(text: String) {
        #expect(throws: Malformed.self) { _ = try SoftNet.parse(Array(text.utf8).span) }
    }

    @Test func conntrackSumsProcessors() throws {
        let sum = try parse(Self.conntrack) { (bytes) throws(Malformed) in try ConntrackStatistics(parsing: bytes) }
        #expect([sum.found, sum.invalid, sum.ignore, sum.insert] == [0x22, 0x33, 0x44, 0x55])
        #expect([sum.insertFailed, sum.drop, sum.earlyDrop, sum.searchRestart] == [0x66, 0x77, 0x88, 0x99])
        let old = Self.conntrack.replacing(" 00000009\n", with: "\n").replacing(" 00000090\n", with: "\n")
        #expect(
            try parse(old) { (bytes) throws(Malformed) in try ConntrackStatistics(parsing: bytes) }.searchRestart == 0)
    }

    @Test(arguments: ["", "found\n", conntrack + "00000001\n", conntrack + "\n", conntrack.replacing("0000000", with: "000000x")])
    func oddConntrackIsRefused(text: String) {
        #expect(throws: Malformed.self) {
            _ = try parse(text) { (bytes) throws(Malformed) in try ConntrackStatistics(parsing: bytes) }
        }
    }

    @Test func conntrackIsReadWhereItIsLoaded() throws {
        var reader = FileReader()
        #expect(try Fixture.linux618.procfs.conntrack(with: &reader) == Conntrack(entries: 17, entriesLimit: 262_144))
        let missing = Fixture.singleCPU.procfs
        #expect(throws: ProcFSError.read(path: "\(missing.root)/sys/net/netfilter/nf_conntrack_count", Errno(ENOENT))) {
            _ = try missing.conntrack(with: &reader)
        }
    }

    @Test func socketsAreCountedByState() throws {
        var table = SocketTable()
        try table.take(Array(Self.tcp.utf8).span)
        #expect(table.counts == [1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0])
        #expect(table.total == 4 && table.sendQueueBytes == 0x11 && table.receiveQueueBytes == 0x23)
        var twice = table
        twice.add(table)
        #expect(twice.total == 8 && twice.sendQueueBytes == 0x22)
    }

    @Test(arguments: [
        "\n", "tcp\n", tcp + "4: 1\n", tcp + "4: 0:0 0:0 01 0:0 \n", tcp + "4: 0:0 0:0 zz 00000000:00000000\n", tcp + "\n",
        tcp + "4: 0:0 0:0 01 00000000:00000000",
    ]) func oddSocketsAreRefused(text: String) {
        #expect(throws: Malformed.self) {
            var table = SocketTable()
            try table.take(Array(text.utf8).span)
        }
    }

    @Test func manySocketsAreReadInPieces() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "sockets-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root.appending(path: "net"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        let lines = Self.tcp.split(separator: "\n").map { $0 + "\n" }
        let text = lines[0] + String(repeating: lines[1...].joined(), count: 5000)
        try Data(text.utf8).write(to: root.appending(path: "net/tcp"))
        let procfs = ProcFS(root: root.path)
        let table = try #require(try procfs.sockets(.tcp))
        #expect(table.total == 20_000 && table.receiveQueueBytes == 5000 * 0x23)
        #expect(try procfs.sockets(.tcp6) == nil)
        try Data((text + "broken\n").utf8).write(to: root.appending(path: "net/tcp6"))
        #expect(throws: ProcFSError.malformed(path: "\(root.path)/net/tcp6", line: 20_002, text: "broken")) {
            _ = try procfs.sockets(.tcp6)
        }
        try Data(repeating: 0x41, count: 1 << 20).write(to: root.appending(path: "net/udp"))
        #expect(throws: ProcFSError.read(path: "\(root.path)/net/udp", Errno(EFBIG))) { _ = try procfs.sockets(.udp) }
    }

    @Test func limitsAreLeftOutWhereTheyAreMissing() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "limits-\(UUID().uuidString)")
        let folder = root.appending(path: "sys/net/ipv4")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        func write(_ file: String, _ text: String) throws { try Data(text.utf8).write(to: folder.appending(path: file)) }
        var reader = FileReader()
        #expect(ProcFS(root: root.path).socketLimits(with: &reader) == SocketLimits())
        try write("tcp_mem", "1\tjunk\t3\n")
        #expect(ProcFS(root: root.path).socketLimits(with: &reader).tcpMemoryPages == nil)
        try write("tcp_mem", "1\t2\t3\n")
        try write("tcp_max_orphans", "4\n")
        try write("ip_local_port_range", "32768\t60999\n")
        let limits = ProcFS(root: root.path).socketLimits(with: &reader)
        #expect(limits.tcpMemoryPages == 3 && limits.tcpOrphans == 4)
        #expect(limits.ephemeralPorts == 32768...60999)
        for odd in ["9 8\n", "1 70000\n", "1\n", "\n"] {
            try write("ip_local_port_range", odd)
            #expect(ProcFS(root: root.path).socketLimits(with: &reader).ephemeralPorts == nil)
        }
    }

    @Test func sockStatReadsBothFamilies() throws {
        var reader = FileReader()
        let values = try Fixture.linux618.procfs.sockStat(with: &reader)
        #expect(
            (0..<values.table.names.count).map { values[$0] }
                == [25, 26, 9, 10, 24, 8, 21, 14, 11, 223, 2, 3, 22, 23, 7, 5, 6, 151])
        let old = try Fixture.linux2632.procfs.sockStat(with: &reader)
        #expect(old["UDP_mem"] == 0 && old["UDPLITE_inuse"] == nil && old["TCP6_inuse"] == nil)
        let none = try ProcFS(root: "/nowhere").sockStat(with: &reader)
        #expect(none.table.names.allSatisfy { none[$0] == nil })
    }

    /// Cut, damaged and filled with noise: a value or a refusal, never a trap.
    @Test(arguments: 0..<3) func damageNeverTraps(file: Int) {
        let text = [Self.softNet, Self.conntrack, Self.tcp][file]
        func take(_ bytes: [UInt8]) {
            _ = try? SoftNet.parse(bytes.span)
            _ = try? ConntrackStatistics(parsing: bytes.span)
            var table = SocketTable()
            try? table.take(bytes.span)
        }
        var bytes = Array(text.utf8)
        for length in bytes.indices { take(Array(bytes.prefix(length))) }
        for offset in bytes.indices {
            let byte = bytes[offset]
            for damage: UInt8 in [0, 10, 32, 0x2d, 0x39, 0x3a, 0xff] {
                bytes[offset] = damage
                take(bytes)
            }
            bytes[offset] = byte
        }
        for _ in 0..<100 { take((0..<512).map { _ in UInt8.random(in: 0...255) }) }
    }
}
