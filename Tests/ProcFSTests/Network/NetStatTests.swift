import Foundation
import Posix
import Testing

@testable import ProcFS

@Suite struct NetStatTests {
    @Test func pairsNamesWithValues() throws {
        var reader = FileReader()
        var all = NetStat { _ in true }
        try Fixture.linux618.procfs.read(&all, with: &reader)
        #expect(all.names.count == Set(all.names).count && all.values.allSatisfy { $0 != nil })
        #expect(all.count("TcpExt_SyncookiesSent") == 1001 && all.count("Tcp_ActiveOpens") == 1285)
        #expect(all.count("Udp_SndbufErrors") == 1301 && all.count("Ip6_InOctets") == 1336)
        // Without a limit it is -1.
        let most = try #require(all.names.firstIndex(of: "Tcp_MaxConn"))
        #expect(all.values[most] == -1 && all.count("Tcp_MaxConn") == nil)
        try Fixture.singleCPU.procfs.read(&all, with: &reader)
        #expect(all.count("Tcp_CurrEstab") == 8 && all.count("IpExt_OutOctets") == 6)
        #expect(all.count("Ip6_InOctets") == nil && all.count("TcpExt_TCPSynRetrans") == nil)
    }

    @Test func keepsOnlyWhatIsWanted() throws {
        var reader = FileReader()
        var some = NetStat { $0.hasPrefix("Udp6_In") || $0 == "Tcp_InErrs" }
        for _ in 0..<2 {
            try Fixture.linux618.procfs.read(&some, with: &reader)
            #expect(Set(some.names) == ["Tcp_InErrs", "Udp6_InDatagrams", "Udp6_InErrors", "Udp6_InCsumErrors"])
            #expect(some.count("Tcp_InErrs") == 1293 && some.count("Tcp_InSegs") == nil)
        }
    }

    /// The layout of one reading must not be taken for that of the next.
    @Test(
        arguments: [
            "A: X Y\nA: 3 4\n", "A: Y X\nA: 4 3\n", "B: Z\nB: 9\nA: X Y\nA: 3 4\n", "A: X\nA: 3\n", "A: X Yy\nA: 3 7\n",
            "Aa: X Y\nAa: 3 4\n", "A: X Y Z\nA: 3 4 5\nB: Z\nB: 9\n", "C: X\nC: 1\nA: X Y\nA: 3 4\nB: Z\nB: 9\n",
        ])
    func followsChangesOfPairs(_ second: String) throws {
        var learnt = NetStat { _ in true }
        for text in ["A: X Y\nA: 1 2\nB: Z\nB: 8\n", second, "A: X Y\nA: 1 2\nB: Z\nB: 8\n", second] {
            var fresh = NetStat { _ in true }
            try fresh.pairs(text)
            try learnt.pairs(text)
            #expect(fresh.names.allSatisfy { learnt.count($0) == fresh.count($0) }, "\(text)")
            #expect(learnt.values.count { $0 != nil } == fresh.names.count)
        }
    }

    @Test(
        arguments: [
            "Ip6A 3\nIp6B 4\n", "Ip6B 4\nIp6A 3\n", "Ip6C 1\nIp6A 3\nIp6B 4\nUdp6A 5\n", "Ip6A 3\n", "Ip6Aa 3\nIp6B 4\nUdp6A 5\n",
            "",
        ])
    func followsChangesOfLines(_ second: String) throws {
        var learnt = NetStat { $0 != "Ip6_B" }
        for text in ["Ip6A 1\nIp6B 2\nUdp6A \t 3\n", second, "Ip6A 1\nIp6B 2\nUdp6A 3\n", second] {
            var fresh = NetStat { $0 != "Ip6_B" }
            try fresh.lines(text)
            try learnt.lines(text)
            #expect(fresh.names.allSatisfy { learnt.count($0) == fresh.count($0) }, "\(text)")
            #expect(learnt.values.count { $0 != nil } == fresh.names.count)
        }
    }

    @Test(
        arguments: [
            "", "Tcp: A\n", "Tcp: A B\nTcp: 1\n", "Tcp: A\nTcp: 1 2\n", "Tcp: A\nUdp: 1\n", "Tcp: A\nTcp:1\n", "Tcp: A\n\n",
            ":\n:\n",
            "Tcp: A\nTcp: x\n", "Tcp: A\nTcp: 1x\n", "Tcp: A\nTcp: -\n", "Tcp: A\nTcp: --1\n", "Tcp: A\nTcp: 1.5\n",
            "Tcp: A\nTcp: 18446744073709551616\n", " Tcp: A\nTcp: 1\n", "Tcp A\nTcp 1\n",
        ], [true, false])
    func unevenPairsAreRefused(text: String, isWanted: Bool) {
        // What is not wanted is not parsed, so that a number too large for it is none of its business.
        guard isWanted || !text.contains("18446744073709551616") else { return }
        #expect(throws: Malformed.self) {
            var netStat = NetStat { _ in isWanted }
            try netStat.pairs("Tcp: A\nTcp: 1\n")
            netStat.startReading()
            try netStat.pairs(text)
        }
    }

    @Test(arguments: ["Ip\n", "Ip6A\n", "Ip6A x\n", "IpA 1\n", "\n", "Ip6A -\n"]) func oddLinesAreRefused(text: String) {
        #expect(throws: Malformed.self) {
            var netStat = NetStat { _ in true }
            try netStat.lines(text)
        }
    }

    @Test func whatWasLearntIsBounded() throws {
        var netStat = NetStat { _ in true }
        for round in 0..<40 {
            netStat.startReading()
            let names = (0..<200).map { "N\(round)x\($0)" }.joined(separator: " ")
            try netStat.pairs("A: \(names)\nA:\(String(repeating: " 1", count: 200))\n", starts: false)
            #expect(netStat.names.count <= 4096 + 200)
        }
        #expect(netStat.values.count { $0 != nil } == 200)
    }
}

extension NetStat {
    fileprivate mutating func pairs(_ text: String, starts: Bool = true) throws(Malformed) {
        if starts { startReading() }
        var copy = self
        try parse(text) { (bytes) throws(Malformed) in try copy.takePairs(bytes, file: 0) }
        self = copy
    }

    fileprivate mutating func lines(_ text: String) throws(Malformed) {
        startReading()
        var copy = self
        try parse(text) { (bytes) throws(Malformed) in try copy.takeLines(bytes) }
        self = copy
    }
}
