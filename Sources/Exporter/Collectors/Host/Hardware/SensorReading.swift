import ProcFS

/// One number of a sensor, in the unit node_exporter gives it.
///
/// The kernel has milliseconds, millivolts, milliamperes, thousandths of a degree, and microwatts and microjoules.
struct SensorReading {
    /// The family's name after `node_hwmon_`, without `_total`.
    let name: String
    let value: Double
    let isCounter: Bool
    /// Stands for the sensor's own name where it is known by another.
    let sensor: String?

    private init(_ name: String, _ value: Double, isCounter: Bool = false, sensor: String? = nil) {
        self.name = name
        self.value = value
        self.isCounter = isCounter
        self.sensor = sensor
    }

    /// What a sensor's attributes say; what is no number is left out.
    static func readings(of sensor: HardwareMonitor.Sensor) -> [SensorReading] {
        switch sensor.kind {
        case "beep_enable": [SensorReading("beep_enabled", sensor[""] == "1" ? 1 : 0)]
        case "vrm": number(sensor[""]).map { [SensorReading("voltage_regulator_version", $0)] } ?? []
        case "update_interval": number(sensor[""]).map { [SensorReading("update_interval_seconds", $0 * 0.001)] } ?? []
        default:
            sensor.attributes.compactMap { attribute, text in
                guard attribute != "label", let number = number(text) else { return nil }
                return reading(attribute, number, of: sensor)
            }
        }
    }

    private static func reading(_ attribute: String, _ number: Double, of sensor: HardwareMonitor.Sensor) -> SensorReading? {
        var name = sensor.kind
        if attribute == "input" {
            // The reading itself has the plain name, but where a file without an attribute has it already.
            if sensor[""] != nil { name += "_input" }
        } else if !attribute.isEmpty {
            name += "_" + HardwareMonitor.cleaned(attribute)
        }
        switch (sensor.kind, attribute) {
        case (_, "fault"), (_, "alarm"): return SensorReading(name, number)
        case (_, "beep"): return SensorReading("\(name)_enabled", number)
        case ("in", _), ("cpu", _): return SensorReading("\(name)_volts", number * 0.001)
        case ("temp", "type"): return SensorReading(name, number)
        case ("temp", _): return SensorReading("\(name)_celsius", number * 0.001)
        case ("curr", _): return SensorReading("\(name)_amps", number * 0.001)
        case ("energy", _): return SensorReading("\(name)_joule", number / 1_000_000, isCounter: true)
        case ("power", "accuracy"): return SensorReading(name, number / 1_000_000)
        case ("power", "average_interval"), ("power", "average_interval_min"), ("power", "average_interval_max"):
            return SensorReading("\(name)_seconds", number * 0.001)
        case ("power", _): return SensorReading("\(name)_watt", number / 1_000_000)
        case ("humidity", _): return SensorReading(name, number / 1_000_000)
        case ("fan", "input"), ("fan", "min"), ("fan", "max"), ("fan", "target"): return SensorReading("\(name)_rpm", number)
        case ("freq", "input"):
            return sensor["label"].map {
                SensorReading("\(name)_freq_mhz", number / 1_000_000, sensor: HardwareMonitor.cleaned($0))
            }
        default: return SensorReading(name, number)
        }
    }

    private static func number(_ text: String?) -> Double? {
        text.flatMap(Double.init)
    }
}
