import Testing

@testable import Exporter

@Suite struct CPUCollectorTests {
    @Test func counterNeverGoesBack() throws {
        let lines = try collect([
            "cpu0 100 0 50 1000 20 0 0 0 0 0", "cpu0 99 0 51 999 19 0 0 0 0 0", "cpu0 101 0 51 1001 19 0 0 0 0 0",
        ])
        #expect(lines[1] == ["idle": 10, "iowait": 0.2, "system": 0.51, "user": 1])
        #expect(lines[2] == ["idle": 10.01, "iowait": 0.2, "system": 0.51, "user": 1.01])
    }

    @Test func processorThatCameBackStartsAnew() throws {
        let lines = try collect(["cpu0 100 0 50 1000 0 0 0 0 0 0", "cpu0 1 0 2 700 0 0 0 0 0 0"])
        #expect(lines[1] == ["idle": 7, "system": 0.02, "user": 0.01])
    }

    @Test func processorSeenAgainAfterAbsenceStartsAnew() throws {
        let lines = try collect([
            "cpu0 100 0 50 1000 0 0 0 0 0 0", "cpu1 5 0 5 5 0 0 0 0 0 0", "cpu0 90 0 50 1000 0 0 0 0 0 0",
        ])
        #expect(lines[2]["user"] == 0.9)
    }

    @Test func hugeNumbersDoNotTrap() throws {
        let most = "cpu0" + String(repeating: " \(UInt64.max)", count: 10)
        #expect(try collect([most, "cpu0 1 1 1 1 1 1 1 1 1 1", most])[1]["idle"] == 0.01)
    }

    /// Values other than zero of `node_cpu_seconds_total` by mode, after each version of `stat`.
    private func collect(_ versions: [String]) throws -> [[String: Double]] {
        let host = ProcessorHost()
        let collector = try CPUCollector(host.context())
        return try versions.map { version in
            try host.write(["proc/stat": "cpu 0\n\(version)\nintr 1\nctxt 1\nbtime 1\nprocesses 1\n"])
            var values: [String: Double] = [:]
            for line in try collector.samples() where line.hasPrefix("node_cpu_seconds_total{") {
                let parts = line.split(separator: "\"")
                let value = Double(parts[4].dropFirst(2)) ?? .nan
                if value != 0 { values[String(parts[3])] = value }
            }
            return values
        }
    }
}
