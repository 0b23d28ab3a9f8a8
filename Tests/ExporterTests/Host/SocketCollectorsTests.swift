import Foundation
import Posix
import ProcFS
import Prometheus
import Testing

@testable import Exporter

/// The collectors of protocols and sockets, over files written here.
@Suite struct SocketCollectorsTests {
    private static let files = [
        "net/netstat": "TcpExt: ListenDrops SyncookiesSent TW\nTcpExt: 3 18446744073709551615 9\n",
        "net/snmp": "Ip: Forwarding DefaultTTL\nIp: 2 64\nTcp: MaxConn InErrs Odd-Name\nTcp: -1 7 8\n",
        "net/snmp6": "Ip6InOctets                     \t5\nUdpLite6InErrors                \t6\n",
        "net/sockstat": "sockets: used 9\nTCP: inuse 4 orphan 0 tw 3 alloc 17 mem 2\nUDP: inuse 1 mem 0\n",
        "net/sockstat6": "TCP6: inuse 5\n",
        "net/softnet_stat": "00000010 00000001 00000002" + String(repeating: " 00000000", count: 5) + " 00000003\n",
        "net/udp": "sl a b st q\n 1: 0:0 0:0 07 00000015:00000003 x\n",
        "net/tcp": "sl a b st q\n 0: 0:0 0:0 0A 00000000:00000001 x\n 1: 0:0 0:0 01 00000010:00000002 x\n",
        "net/tcp6": "sl a b st q\n 0: 0:0 0:0 01 00000001:00000000 x\n",
        "sys/net/netfilter/nf_conntrack_count": "12\n",
        "sys/net/netfilter/nf_conntrack_max": "600\n",
        "net/stat/nf_conntrack": "entries\n" + String(repeating: "000000ff ", count: 16) + "00000010\n",
    ]

    /// What a collector says of these files; `change` edits them first, an empty text removes a file.
    private static func lines(
        _ collector: String, fields: NamePatterns? = nil, _ change: [String: String] = [:]
    ) throws -> [String] {
        let root = FileManager.default.temporaryDirectory.appending(path: "sockets-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        for (file, text) in files.merging(change, uniquingKeysWith: { $1 }) where !text.isEmpty {
            let path = root.appending(path: file)
            try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: path)
        }
        var paths = HostPaths()
        paths.procfs = root.path
        var settings = HostSettings()
        if let fields { settings.netstatFields = fields }
        let kind = try #require(HostCollectors.kinds.first { $0.name == collector })
        let made = try kind.make(HostContext(paths: paths, settings: settings, pageSizeBytes: 4096))
        #expect(made.name == collector)
        var texts: [[String]] = []
        // Alike at each scrape, though a collector remembers.
        for _ in 0..<2 {
            var sink = MetricSink(.text)
            try made.collect(into: &sink)
            sink.finish()
            #expect(ExpositionCheck.problems(in: sink.bytes, .text).isEmpty)
            texts.append(String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(String.init))
        }
        #expect(texts[0] == texts[1])
        return texts[0].filter { !$0.hasPrefix("# HELP") }
    }

    private static func samples(
        _ collector: String, fields: NamePatterns? = nil, _ change: [String: String] = [:]
    ) throws -> [String] {
        try lines(collector, fields: fields, change).filter { !$0.hasPrefix("#") }
    }

    @Test func netstatServesUsualFieldsInOrder() throws {
        let samples = try Self.samples("netstat")
        #expect(
            samples.map { $0.prefix { $0 != " " } } == [
                "node_netstat_Ip6_InOctets", "node_netstat_Ip_Forwarding", "node_netstat_TcpExt_ListenDrops",
                "node_netstat_TcpExt_SyncookiesSent", "node_netstat_Tcp_InErrs", "node_netstat_UdpLite6_InErrors",
            ])
        #expect(samples[0] == "node_netstat_Ip6_InOctets 5" && samples[2].hasSuffix(" 3"))
        #expect(Double(samples[3].split(separator: " ")[1]) == 0x1p64)
        #expect(try Self.lines("netstat").contains("# TYPE node_netstat_Tcp_InErrs untyped"))
    }

    @Test func netstatServesAnyFields() throws {
        #expect(
            try Self.samples("netstat", fields: NamePatterns(include: "^Tcp_|TTL$"))
                == ["node_netstat_Ip_DefaultTTL 64", "node_netstat_Tcp_InErrs 7", "node_netstat_Tcp_MaxConn -1"])
        #expect(try Self.samples("netstat", fields: NamePatterns()).count == 9)
        #expect(try Self.samples("netstat", fields: NamePatterns(include: "^nothing$")).isEmpty)
    }

    @Test func netstatNeedsNoIPv6() throws {
        #expect(try Self.samples("netstat", ["net/snmp6": ""]).count == 4)
    }

    @Test func sockstatScalesPages() throws {
        #expect(
            try Self.samples("sockstat").map { String($0.dropFirst("node_sockstat_".count)) } == [
                "TCP6_inuse 5", "TCP_alloc 17", "TCP_inuse 4", "TCP_mem 2", "TCP_mem_bytes 8192", "TCP_orphan 0", "TCP_tw 3",
                "UDP_inuse 1", "UDP_mem 0", "UDP_mem_bytes 0", "sockets_used 9",
            ])
        // A namespace without either family has none, and nothing is wrong.
        #expect(try Self.samples("sockstat", ["net/sockstat": "", "net/sockstat6": ""]).isEmpty)
    }

    @Test func softnetServesEachColumn() throws {
        #expect(
            try Self.samples("softnet").map { String($0.dropFirst("node_softnet_".count)) } == [
                "backlog_len{cpu=\"0\"} 0", "cpu_collision_total{cpu=\"0\"} 3", "dropped_total{cpu=\"0\"} 1",
                "flow_limit_count_total{cpu=\"0\"} 0", "processed_total{cpu=\"0\"} 16", "received_rps_total{cpu=\"0\"} 0",
                "times_squeezed_total{cpu=\"0\"} 2",
            ])
    }

    @Test func conntrackServesTableAndStatistics() throws {
        let samples = try Self.samples("conntrack")
        #expect(samples.prefix(2) == ["node_nf_conntrack_entries 12", "node_nf_conntrack_entries_limit 600"])
        #expect(samples.dropFirst(2).allSatisfy { $0.hasPrefix("node_nf_conntrack_stat_") })
        #expect(samples.count == 10 && samples[2].hasSuffix(" 255") && samples[9].hasSuffix("_search_restart 16"))
        #expect(try Self.samples("conntrack", ["net/stat/nf_conntrack": ""]).count == 2)
    }

    @Test func udpQueuesOfEachFamily() throws {
        #expect(
            try Self.samples("udp_queues") == [
                "node_udp_queues{queue=\"tx\",ip=\"v4\"} 21", "node_udp_queues{queue=\"rx\",ip=\"v4\"} 3",
            ])
        #expect(try Self.samples("udp_queues", ["net/udp": "", "net/udp6": "sl\n"]).count == 2)
    }

    @Test func tcpstatCountsStatesThatOccur() throws {
        let families = try Self.samples("tcpstat").map { String($0.dropFirst("node_tcp_connection_states".count)) }
        #expect(
            families == [
                "{state=\"established\"} 2", "{state=\"listen\"} 1", "{state=\"rx_queued_bytes\"} 3",
                "{state=\"tx_queued_bytes\"} 17",
            ])
        #expect(try Self.lines("tcpstat", ["net/tcp": "sl\n", "net/tcp6": ""]).isEmpty)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var collector: String
        var files: [String]
        var text: String
        var testDescription: String { "\(collector): \(files) \(text)" }
    }

    @Test(
        arguments: [
            Fault(collector: "netstat", files: ["net/netstat"], text: ""),
            Fault(collector: "netstat", files: ["net/snmp"], text: ""),
            Fault(collector: "netstat", files: ["net/snmp6"], text: "Ip6InOctets x\n"),
            Fault(collector: "netstat", files: ["net/netstat"], text: "\u{0}\u{1}\n"),
            Fault(collector: "sockstat", files: ["net/sockstat"], text: "TCP: inuse x\n"),
            Fault(collector: "softnet", files: ["net/softnet_stat"], text: ""),
            Fault(collector: "softnet", files: ["net/softnet_stat"], text: "junk\n"),
            Fault(collector: "conntrack", files: ["sys/net/netfilter/nf_conntrack_count"], text: ""),
            Fault(collector: "conntrack", files: ["sys/net/netfilter/nf_conntrack_max"], text: "many\n"),
            Fault(collector: "conntrack", files: ["net/stat/nf_conntrack"], text: "entries\n1 2\n"),
            Fault(collector: "udp_queues", files: ["net/udp"], text: ""),
            Fault(collector: "udp_queues", files: ["net/udp"], text: "sl\n1: 0 0 01 1:1\n"),
            Fault(collector: "tcpstat", files: ["net/tcp"], text: ""),
            Fault(collector: "tcpstat", files: ["net/tcp6"], text: "\n"),
        ])
    func missingAndMalformedFilesFail(_ fault: Fault) throws {
        let change = Dictionary(uniqueKeysWithValues: fault.files.map { ($0, fault.text) })
        let error = #expect(throws: ProcFSError.self) { _ = try Self.lines(fault.collector, change) }
        // With the file, and with the line unless it is missing.
        #expect(error?.description.contains(fault.files[0] + (fault.text.isEmpty ? ": " : ":")) == true)
    }
}
