import ProcFS
import Prometheus

/// `node_rapl_*joules_total`: energy used by parts of the machine, as Intel's and AMD's processors measure it.
struct RAPLCollector: Collector {
    let name = "rapl"
    let files: DeviceFiles
    /// Whether a zone's name is a label, and not in the family's name.
    let labelsZones: Bool

    private static let family = MetricFamily(
        "node_rapl_joules_total", .counter, help: "Energy used by a part of the machine; starts anew within hours.")
    private static let zoneFamily = MetricFamilyPattern(
        "node_rapl_*_joules_total", .counter, help: "Energy used by the machine's *; starts anew within hours.")

    func collect(into sink: inout MetricSink) throws {
        let zones = try files.read { try $0.energyZones(with: &$1) }
        if labelsZones {
            if !zones.isEmpty { sink.begin(Self.family) }
            for zone in zones { write(zone, into: &sink) }
        } else {
            var names: Set<String> = []
            for name in zones.map(\.name) where names.insert(name).inserted {
                sink.begin(Self.zoneFamily, name)
                for zone in zones where zone.name == name { write(zone, into: &sink) }
            }
        }
    }

    private func write(_ zone: EnergyZone, into sink: inout MetricSink) {
        sink.label("index", zone.index)
        sink.label("path", zone.path)
        if labelsZones { sink.label("rapl_zone", zone.name) }
        sink.sample(Double(zone.energyMicrojoules) / 1_000_000)
    }
}
