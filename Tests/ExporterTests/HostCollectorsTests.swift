import Foundation
import Posix
import ProcFS
import Prometheus
import Testing

@testable import Exporter

@Suite struct HostCollectorsTests {
    @Test func namesAreNodeExporters() {
        #expect(
            Set(HostCollectors.kinds.map(\.name)).isSuperset(of: [
                "cpu", "loadavg", "meminfo", "netdev", "netstat", "pressure", "sockstat", "stat", "time", "uname", "process",
            ]))
    }

    @Test func outputOfFixtureIsGolden() throws {
        let golden = try String(contentsOf: Self.fixtures.appending(path: "linux-6.18.prom"), encoding: .utf8)
        #expect(try text(of: "linux-6.18") == golden)
    }

    /// Doubles that node_exporter's arithmetic gives from the same files.
    @Test(
        arguments: [
            ("linux-6.18", "node_cpu_seconds_total{cpu=\"1\",mode=\"user\"}", 112.81),
            ("linux-6.18", "node_cpu_guest_seconds_total{cpu=\"0\",mode=\"nice\"}", 0.03),
            ("linux-6.18", "node_pressure_cpu_waiting_seconds_total", 14.036781000000001),
            ("linux-6.18", "node_sockstat_TCP_mem_bytes", 223 * 4096),
            ("linux-6.18", "node_network_receive_packets_total{device=\"wwp0s20f0u3i12\"}", 9_007_199_254_740_992),
            ("linux-6.18", "node_network_receive_bytes_total{device=\"wwp0s20f0u3i12\"}", 1.8446744073709552e19),
            ("linux-6.18", "node_memory_Active_anon_bytes", 1568 * 1024),
            ("linux-6.18", "process_start_time_seconds", 1_795_307_446.53),
            ("linux-6.18", "process_cpu_seconds_total", 18.01),
            ("linux-2.6.32", "node_memory_MemTotal_bytes", 3_831_959_552),
            ("single-cpu-no-ipv6", "node_netstat_Tcp_RetransSegs", 9),
        ] as [(String, String, Double)])
    func valueIsNodeExporters(fixture: String, series: String, value: Double) throws {
        let line = try #require(try text(of: fixture).split(separator: "\n").first { $0.hasPrefix(series + " ") })
        #expect(Double(line.dropFirst(series.count + 1)) == value)
    }

    @Test func familiesThisKernelLacksAreAbsent() throws {
        let text = try text(of: "linux-2.6.32")
        for family in ["node_pressure_", "node_memory_MemAvailable", "node_netstat_Ip6_", "node_sockstat_TCP6_"] {
            #expect(!text.contains(family))
        }
        #expect(text.contains("node_netstat_TcpExt_SyncookiesFailed 2\n"))
    }

    @Test func missingFileFailsItsCollectorOnly() throws {
        let failed = try collectors(over: "container").filter { collector in
            var sink = MetricSink(.text)
            return (try? collector.collect(into: &sink)) == nil
        }
        #expect(failed.map(\.name) == ["netstat", "pressure"])
    }

    @Test(arguments: ExpositionFormat.allCases)
    func outputHoldsTogetherOnThisMachine(format: ExpositionFormat) throws {
        var sink = MetricSink(format)
        let group = CollectorGroup(prefix: "node", try HostCollectors.kinds.map { try $0.make(HostContext()) })
        for (name, outcome) in zip(group.names, group.gather(into: &sink)) {
            // Not every kernel has every file.
            if let failure = outcome?.failure, Self.first.contains(name) { Issue.record("\(name): \(failure)") }
        }
        sink.finish()
        #expect(ExpositionCheck.problems(in: sink.bytes, format).isEmpty)
    }

    @Test func limitsAreThoseOfThisProcess() throws {
        var sink = MetricSink(.text)
        try ProcessCollector(files: HostFiles(ProcFS()), pageSizeBytes: 4096).collect(into: &sink)
        let lines = String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n")
        let limits = ResourceLimits()
        #expect(lines.contains("process_max_fds \(limits.openFiles ?? .max)"))
        #expect(lines.contains("process_virtual_memory_max_bytes \(limits.addressSpaceBytes ?? .max)"))
    }

    @Test func statServesTwoCollectorsOfOneScrapeOnly() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "stat-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: root) }
        func write(_ forks: Int) throws {
            let text = "cpu0 1 1 1 1 1 1 1 1 1 1\nintr 1\nctxt 1\nbtime 1\nprocesses \(forks)\n"
            try Data(text.utf8).write(to: root.appending(path: "stat"))
        }
        let files = HostFiles(ProcFS(root: root.path))
        let stat = SharedReading { try $0.stat(with: &$1) }
        try write(1)
        #expect(try stat.take(or: files).forks == 1)
        try write(2)
        #expect(try stat.read(files).forks == 2)
        try write(3)
        _ = try stat.take(or: files)
        #expect(try stat.take(or: files).forks == 3)
        #expect(try stat.read(files).forks == 3)
        Thread.sleep(forTimeInterval: 0.02)
        try write(4)
        #expect(try stat.take(or: files).forks == 4)
    }

    /// The collectors' text without the clock's, the machine's and this process's own families.
    private func text(of fixture: String) throws -> String {
        var sink = MetricSink(.text)
        for collector in try collectors(over: fixture) where !["time", "uname"].contains(collector.name) {
            let mark = sink.mark
            do { try collector.collect(into: &sink) } catch { sink.rollback(to: mark) }
        }
        sink.finish()
        let ours = ["process_max_fds", "process_virtual_memory_max_bytes"]
        return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n")
            .filter { line in !ours.contains { line.contains($0) } }.map { $0 + "\n" }.joined()
    }

    private func collectors(over fixture: String) throws -> [any Collector] {
        var paths = HostPaths()
        paths.procfs = Self.fixtures.appending(path: fixture).path
        paths.sysfs = "/nonexistent"
        let own = ProcFS(root: Self.fixtures.appending(path: "linux-6.18").path)
        let context = HostContext(paths: paths, ownProcfs: own, pageSizeBytes: 4096)
        return try Self.first.map { name in
            try #require(HostCollectors.kinds.first { $0.name == name }).make(context)
        }
    }

    private static let first = [
        "cpu", "loadavg", "meminfo", "netdev", "netstat", "pressure", "sockstat", "stat", "time", "uname", "process",
    ]

    private static let fixtures = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures/proc").standardized
}
