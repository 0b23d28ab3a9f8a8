import Foundation
import Posix
import Prometheus
import Testing

@testable import Exporter

@Suite struct OwnFamiliesTests {
    /// What the collectors write here and now.
    @Test func familiesOfCollectorsOnThisMachineAreOurs() throws {
        for kind in HostCollectors.kinds {
            var sink = MetricSink(.text)
            guard (try? kind.make(HostContext()).collect(into: &sink)) != nil else { continue }
            let own = OwnFamilies(of: [kind.name])
            for line in String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("# TYPE ") {
                let name = String(line.split(separator: " ")[2])
                let isOurs = own.contain(name)
                #expect(isOurs, "\(kind.name) writes \(name)")
            }
        }
    }

    /// What their sources name, written here or not.
    @Test func familiesInSourcesOfCollectorsAreOurs() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Exporter/Collectors/Host").standardized
        let own = OwnFamilies(of: HostCollectors.kinds.map(\.name))
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        var names: Set<String> = []
        for case let file as URL in files where file.pathExtension == "swift" && file.lastPathComponent != "OwnFamilies.swift" {
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: /"((?:node|process)_[a-z0-9_]+)"/) {
                names.insert(String(match.1))
            }
        }
        #expect(names.count > 30)
        #expect(names.filter { !own.contain($0) } == [])
    }

    @Test func patternsMatchWholeNames() {
        let own = OwnFamilies(of: ["netdev", "loadavg", "hwmon"])
        for name in [
            "node_network_receive_bytes_total", "node_load1", "node_hwmon_x", "whatsapp_x", "node_scrape_collector_success",
        ] {
            #expect(own.contain(name))
        }
        for name in [
            "node_network_receive__total", "node_load", "node_load12", "node_hwmon_", "node_network_receive_bytes",
            "node_cpu_info",
        ] {
            #expect(!own.contain(name), "\(name)")
        }
    }

    @Test func familiesMeetOursInOpenMetricsToo() {
        let own = OwnFamilies(of: ["cpu"])
        func family(_ name: String, _ type: MetricType) -> ParsedFamily {
            ParsedFamily(name: name, type: type, help: nil, series: [])
        }
        #expect(own.contain(family("node_cpu_seconds", .gauge)))
        #expect(own.contain(family("node_cpu_seconds_total", .gauge)))
        #expect(!own.contain(family("node_cpu_seconds", .counter)))
        #expect(!own.contain(family("node_cpu_info_count", .gauge)))
    }
}
