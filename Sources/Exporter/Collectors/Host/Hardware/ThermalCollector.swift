import ProcFS
import Prometheus

/// `node_thermal_zone_temp` and `node_cooling_device_*`.
struct ThermalCollector: Collector {
    let name = "thermal_zone"
    let files: DeviceFiles

    private static let temperature = MetricFamily(
        "node_thermal_zone_temp", .gauge, help: "Temperature of a zone, in degrees Celsius.")
    private static let state = MetricFamily(
        "node_cooling_device_cur_state", .gauge, help: "How much a device cools now, in steps of its own; -1 if it cannot say.")
    private static let maxState = MetricFamily(
        "node_cooling_device_max_state", .gauge, help: "How much a device can cool, in steps of its own.")

    func collect(into sink: inout MetricSink) throws {
        let (zones, devices) = try files.read { sysfs, reader in
            (try sysfs.thermalZones(with: &reader), try sysfs.coolingDevices(with: &reader))
        }
        if !zones.isEmpty {
            sink.begin(Self.temperature)
            for zone in zones {
                sink.sample("type", zone.type, "zone", zone.number, Double(zone.temperatureMillicelsius) / 1000)
            }
        }
        guard !devices.isEmpty else { return }
        sink.begin(Self.state)
        for device in devices { sink.sample("name", device.number, "type", device.type, device.state) }
        sink.begin(Self.maxState)
        for device in devices { sink.sample("name", device.number, "type", device.type, device.maxState) }
    }
}
