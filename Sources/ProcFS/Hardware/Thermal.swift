package import Posix

/// A place whose temperature the kernel watches (kernel: Documentation/driver-api/thermal/sysfs-api.rst).
package struct ThermalZone: Sendable, Equatable {
    /// The number in `thermal_zone<number>`.
    package let number: String
    package let type: String
    package let temperatureMillicelsius: Int64
}

/// Something that cools, by what it does or by what it leaves undone.
package struct CoolingDevice: Sendable, Equatable {
    /// The number in `cooling_device<number>`.
    package let number: String
    package let type: String
    /// -1 for one that cannot say, such as intel_powerclamp.
    package let state: Int64
    package let maxState: Int64
}

extension SysFS {
    /// The zones that are on and can be read now.
    ///
    /// - Throws: `.malformed` for a temperature that is no number.
    package func thermalZones(with reader: inout FileReader) throws(ProcFSError) -> [ThermalZone] {
        var zones: [ThermalZone] = []
        for number in try numbers(in: "class/thermal", after: "thermal_zone") {
            let path = "class/thermal/thermal_zone\(number)"
            guard textIfReadable("\(path)/mode", with: &reader) != "disabled",
                let type = textIfReadable("\(path)/type", with: &reader),
                let temperature = try readableInteger("\(path)/temp", with: &reader)
            else { continue }
            zones.append(ThermalZone(number: number, type: type, temperatureMillicelsius: temperature))
        }
        return zones
    }

    /// The cooling devices that can be read now.
    ///
    /// - Throws: `.malformed` for a state that is no number.
    package func coolingDevices(with reader: inout FileReader) throws(ProcFSError) -> [CoolingDevice] {
        var devices: [CoolingDevice] = []
        for number in try numbers(in: "class/thermal", after: "cooling_device") {
            let path = "class/thermal/cooling_device\(number)"
            guard let type = textIfReadable("\(path)/type", with: &reader),
                let maxState = try readableInteger("\(path)/max_state", with: &reader),
                let state = try readableInteger("\(path)/cur_state", with: &reader)
            else { continue }
            devices.append(CoolingDevice(number: number, type: type, state: state, maxState: maxState))
        }
        return devices
    }
}
