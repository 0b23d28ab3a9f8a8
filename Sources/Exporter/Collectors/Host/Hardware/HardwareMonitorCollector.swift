import ProcFS
import Prometheus

/// `node_hwmon_*`: what sensors measure, each in the unit of its kind.
struct HardwareMonitorCollector: Collector {
    let name = "hwmon"
    let files: DeviceFiles
    /// Which chips, by their names.
    let chips: NameFilter
    /// Which sensors, as `<chip>;<sensor>`.
    let sensors: NameFilter

    private static let chipNames = MetricFamily(
        "node_hwmon_chip_names", .gauge, help: "What the driver calls a chip: 1 under its labels.")
    private static let sensorLabels = MetricFamily(
        "node_hwmon_sensor_label", .gauge, help: "What the driver says a sensor is for: 1 under its labels.")
    private static let gauge = MetricFamilyPattern(
        "node_hwmon_*", .gauge, help: "Sensors of /sys/class/hwmon, * of the kernel's documentation.")
    private static let counter = MetricFamilyPattern(
        "node_hwmon_*_total", .counter, help: "Sensors of /sys/class/hwmon, * of the kernel's documentation.")

    private struct Sample {
        let chip: String
        let sensor: String
        let reading: SensorReading
    }

    private struct Answers {
        var names: [(chip: String, name: String)] = []
        var labels: [(chip: String, sensor: String, label: String)] = []
        var samples: [Sample] = []
    }

    func collect(into sink: inout MetricSink) throws {
        let answers = try answers()
        let (names, labels) = (answers.names, answers.labels)
        if !names.isEmpty {
            sink.begin(Self.chipNames)
            for (chip, name) in names { sink.sample("chip", chip, "chip_name", name, 1) }
        }
        if !labels.isEmpty {
            sink.begin(Self.sensorLabels)
            for (chip, sensor, label) in labels { sink.sample("chip", chip, "label", label, "sensor", sensor, 1) }
        }
        write(answers.samples, into: &sink)
    }

    private func answers() throws -> Answers {
        try files.read { sysfs, reader in
            var answers = Answers()
            for chip in try sysfs.hardwareMonitors(with: &reader) where chips.admits(chip.name) {
                if let name = chip.readableName(in: sysfs, with: &reader) { answers.names.append((chip.name, name)) }
                for sensor in chip.sensors(in: sysfs, with: &reader) where sensors.admits("\(chip.name);\(sensor.name)") {
                    if let label = sensor["label"] { answers.labels.append((chip.name, sensor.name, label)) }
                    for reading in SensorReading.readings(of: sensor) {
                        answers.samples.append(Sample(chip: chip.name, sensor: reading.sensor ?? sensor.name, reading: reading))
                    }
                }
            }
            return answers
        }
    }

    /// Writes samples family by family; of two that a driver's odd names make the same series, the first.
    private func write(_ samples: [Sample], into sink: inout MetricSink) {
        let order = samples.indices.sorted { left, right in
            let (left, right) = (samples[left], samples[right])
            return (left.reading.name, left.chip, left.sensor) < (right.reading.name, right.chip, right.sensor)
        }
        var last: Sample?
        for index in order {
            let sample = samples[index]
            if sample.reading.name != last?.reading.name {
                sink.begin(sample.reading.isCounter ? Self.counter : Self.gauge, sample.reading.name)
            } else if sample.chip == last?.chip, sample.sensor == last?.sensor {
                continue
            }
            sink.sample("chip", sample.chip, "sensor", sample.sensor, sample.reading.value)
            last = sample
        }
    }
}
