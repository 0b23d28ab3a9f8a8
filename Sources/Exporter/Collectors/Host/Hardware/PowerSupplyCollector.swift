import ProcFS
import Prometheus

/// `node_power_supply_*`: batteries, mains adapters and the like.
struct PowerSupplyCollector: Collector {
    let name = "powersupplyclass"
    let files: DeviceFiles
    let supplies: NameFilter

    private struct Attribute {
        let file: String
        /// The kernel counts in so many parts of the family's unit.
        let parts: Double
        let family: MetricFamily

        init(_ file: String, _ name: String, parts: Double) {
            self.file = file
            self.parts = parts
            family = MetricFamily("node_power_supply_\(name)", .gauge, help: "\(file) of /sys/class/power_supply.")
        }
    }

    private static let attributes =
        plain.split { $0.isWhitespace }.map { attribute($0, parts: 1) }
        + millionths.split { $0.isWhitespace }.map { attribute($0, parts: 1e6) }
        + tenthsOfDegrees.split { $0.isWhitespace }.map { Attribute(String($0), "\($0)_celsius", parts: 10) }

    /// Files, and what node_exporter calls some of them.
    private static let plain = """
        authentic calibrate capacity capacity_alert_max capacity_alert_min cycle_count:cyclecount online present
        time_to_empty_now:time_to_empty_seconds time_to_full_now:time_to_full_seconds
        """
    private static let millionths = """
        current_boot current_max current_now:current_ampere energy_empty energy_empty_design energy_full energy_full_design
        energy_now:energy_watthour voltage_boot voltage_max voltage_max_design voltage_min voltage_min_design
        voltage_now:voltage_volt voltage_ocv charge_control_limit charge_control_limit_max charge_counter charge_empty
        charge_empty_design charge_full charge_full_design charge_now:charge_ampere charge_term_current constant_charge_current
        constant_charge_current_max constant_charge_voltage constant_charge_voltage_max precharge_current input_current_limit
        power_now:power_watt
        """
    private static let tenthsOfDegrees = """
        temp temp_alert_max temp_alert_min temp_ambient temp_ambient_max temp_ambient_min temp_max temp_min
        """

    private static func attribute(_ text: Substring, parts: Double) -> Attribute {
        let names = text.split(separator: ":")
        return Attribute(String(names[0]), String(names[names.count - 1]), parts: parts)
    }

    private static let files = Set(attributes.map(\.file))
    private static let words: Set<String> = [
        "capacity_level", "charge_type", "health", "manufacturer", "model_name", "serial_number", "status", "technology", "type",
        "usb_type", "scope",
    ]
    private static let info = MetricFamily("node_power_supply_info", .gauge, help: "A power supply in words: 1 under its labels.")

    func collect(into sink: inout MetricSink) throws {
        let found = try files.read { try $0.powerSupplies(numbers: Self.files, words: Self.words, with: &$1) }
            .filter { supplies.admits($0.name) }
        guard !found.isEmpty else { return }
        for attribute in Self.attributes {
            let numbers = found.compactMap { supply in supply.numbers[attribute.file].map { (supply.name, $0) } }
            guard !numbers.isEmpty else { continue }
            sink.begin(attribute.family)
            for (name, number) in numbers { sink.sample("power_supply", name, Double(number) / attribute.parts) }
        }
        sink.begin(Self.info)
        for supply in found {
            for (name, word) in supply.words.sorted(by: { $0.key < $1.key }) { sink.label(name, word) }
            sink.sample("power_supply", supply.name, 1)
        }
    }
}
