package import Posix

/// A chip of sensors: temperatures, fans, voltages and the like.
///
/// Reads `class/hwmon/hwmon*` (kernel: Documentation/hwmon/sysfs-interface.rst). Drivers answer each attribute as they can: what cannot
/// be read now is left out.
package struct HardwareMonitor: Sendable {
    /// What tells it from the other chips, whatever order drivers were loaded in: the device's bus and name, as in
    /// `platform_coretemp_0`, with the driver's name or the number after it where several chips are of one device.
    package let name: String
    /// Directory below the root.
    let path: String

    /// One sensor of a chip.
    package struct Sensor: Sendable {
        /// Such as `temp`, `fan`, `in`.
        package let kind: String
        /// Kind and number, such as `temp1`.
        package let name: String
        /// What the driver tells of it by name, such as `input` and `label`, sorted; the name is empty for a file that has only the
        /// sensor's.
        package let attributes: [(name: String, text: String)]

        /// The text of an attribute.
        package subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.text }
    }

    /// Kinds of sensors there are; what else is in a chip's directory is no sensor's.
    private static let kinds: Set<String> = [
        "vrm", "beep_enable", "update_interval", "in", "cpu", "fan", "pwm", "temp", "curr", "power", "energy", "humidity",
        "intrusion", "freq",
    ]

    /// The driver's name, made fit for a metric's; `nil` without one.
    package func readableName(in sysfs: SysFS, with reader: inout FileReader) -> String? {
        sysfs.textIfReadable("\(path)/name", with: &reader).map(Self.cleaned).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Its sensors, sorted by name.
    ///
    /// Drivers of old keep their attributes with the device, so that is searched too.
    package func sensors(in sysfs: SysFS, with reader: inout FileReader) -> [Sensor] {
        var sensors: [String: (kind: String, attributes: [String: String])] = [:]
        for directory in [path, "\(path)/device"] {
            for file in (try? sysfs.names(in: directory)) ?? [] {
                guard let (kind, number, attribute) = Self.split(file), Self.kinds.contains(kind),
                    let text = sysfs.textIfReadable("\(directory)/\(file)", with: &reader)
                else { continue }
                sensors["\(kind)\(number)", default: (kind, [:])].attributes[attribute] = text
            }
        }
        return sensors.map { name, sensor in
            let attributes = sensor.attributes.map { (name: $0, text: $1) }.sorted { $0.name < $1.name }
            return Sensor(kind: sensor.kind, name: name, attributes: attributes)
        }.sorted { $0.name < $1.name }
    }

    /// A file's name as sensor and attribute: `temp1_input` is `temp`, 1 and `input`; `nil` for any other shape.
    static func split(_ file: String) -> (kind: String, number: Int, attribute: String)? {
        let bytes = file.utf8
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        let kind = bytes.prefix { !isDigit($0) }
        let digits = bytes[kind.endIndex...].prefix(while: isDigit)
        let rest = bytes[digits.endIndex...]
        guard !kind.isEmpty, rest.isEmpty || rest.first == UInt8(ascii: "_") && rest.count > 1 else { return nil }
        guard let number = digits.isEmpty ? 0 : Int(Substring(digits)) else { return nil }
        return (String(Substring(kind)), number, String(Substring(rest.dropFirst())))
    }

    /// A name in lower case with `_` for what a metric's cannot have, none at its ends.
    package static func cleaned(_ name: String) -> String {
        var bytes = name.lowercased().unicodeScalars.map { scalar -> UInt8 in
            switch scalar {
            case "a"..."z", "0"..."9", ":", "_": UInt8(ascii: scalar)
            default: UInt8(ascii: "_")
            }
        }[...]
        bytes = bytes.drop { $0 == UInt8(ascii: "_") }
        while bytes.last == UInt8(ascii: "_") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension SysFS {
    /// The chips of sensors there are, in the order of their directories.
    ///
    /// - Throws: `.read(ENOENT)` where the kernel has none of the drivers.
    package func hardwareMonitors(with reader: inout FileReader) throws(ProcFSError) -> [HardwareMonitor] {
        var found: [(directory: String, name: String, driver: String)] = []
        for directory in try presentNames(in: "class/hwmon") {
            let path = "class/hwmon/\(directory)"
            guard isDirectory(path) else { continue }
            let driver = textIfReadable("\(path)/name", with: &reader) ?? ""
            guard let name = hardwareMonitorName(path, driver: driver) else { continue }
            found.append((directory, name, driver))
        }
        return found.map { chip in
            let namesakes = found.filter { $0.name == chip.name }
            guard namesakes.count > 1 else { return HardwareMonitor(name: chip.name, path: "class/hwmon/\(chip.directory)") }
            var suffix = HardwareMonitor.cleaned(chip.driver)
            if suffix.isEmpty || namesakes.count(where: { $0.driver == chip.driver }) > 1 {
                suffix = HardwareMonitor.cleaned(chip.directory)
            }
            return HardwareMonitor(name: "\(chip.name)_\(suffix)", path: "class/hwmon/\(chip.directory)")
        }
    }

    /// By the device it is of, else by its driver, else by its number.
    private func hardwareMonitorName(_ path: String, driver: String) -> String? {
        if let device = realPath("\(root)/\(path)/device") {
            let parts = device.split(separator: "/").suffix(2).map { HardwareMonitor.cleaned(String($0)) }
            if let name = parts.last, !name.isEmpty { return parts.filter { !$0.isEmpty }.joined(separator: "_") }
        }
        let name = HardwareMonitor.cleaned(driver)
        if !name.isEmpty { return name }
        guard let directory = realPath("\(root)/\(path)")?.split(separator: "/").last else { return nil }
        let number = HardwareMonitor.cleaned(String(directory))
        return number.isEmpty ? nil : number
    }
}
