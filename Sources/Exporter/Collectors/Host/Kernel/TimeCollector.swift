import Posix
import ProcFS
import Prometheus
import Synchronization

/// `node_time_*`: the host's clock, to be held against the scraper's, its zone, and what it is read from.
final class TimeCollector: Collector {
    let name = "time"
    private let sysfs: SysFS
    private let files: HostFiles
    /// The clocks' names, once they were found.
    private let devices = Mutex<[String]>([])

    private static let available = MetricFamily(
        "node_time_clocksource_available_info", .gauge, help: "Hardware the kernel could read the time from.")
    private static let current = MetricFamily(
        "node_time_clocksource_current_info", .gauge, help: "Hardware the kernel reads the time from.")
    private static let time = MetricFamily("node_time_seconds", .gauge, help: "The system clock, since 1970.")
    private static let zone = MetricFamily(
        "node_time_zone_offset_seconds", .gauge, help: "Local time less UTC, in the exporter's time zone.")

    init(sysfs: SysFS, files: HostFiles) {
        self.sysfs = sysfs
        self.files = files
    }

    func collect(into sink: inout MetricSink) throws {
        let devices = try devices.withLock { devices in
            if devices.isEmpty { devices = try sysfs.clockSourceNames() }
            return devices
        }
        let sources = try files.read { [sysfs] _, reader in
            try devices.map { try sysfs.clockSource($0, with: &reader) }
        }
        if !sources.isEmpty {
            sink.begin(Self.available)
            for (device, source) in sources.enumerated() {
                for name in source.available { sink.sample("clocksource", name, "device", device, 1) }
            }
            sink.begin(Self.current)
            for (device, source) in sources.enumerated() { sink.sample("clocksource", source.current, "device", device, 1) }
        }
        let now = unixTimeNow()
        sink.begin(Self.time)
        sink.sample(now)
        let zone = LocalTimeZone(at: Int(now))
        sink.begin(Self.zone)
        sink.sample("time_zone", zone.name, zone.offsetSeconds)
    }
}
