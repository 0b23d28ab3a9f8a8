package import Posix

/// What one of the kernel's clocks can be read from.
package struct ClockSource: Equatable, Sendable {
    /// Names, such as `tsc` and `hpet`, the best first.
    package let available: [String]
    /// The one in use.
    package let current: String
}

extension SysFS {
    /// Reads `devices/system/clocksource` (kernel: Documentation/ABI/testing/sysfs-devices-system-clocksource); none where it is missing.
    package func clockSources(with reader: inout FileReader) throws(ProcFSError) -> [ClockSource] {
        let directory = "devices/system/clocksource"
        var sources: [ClockSource] = []
        for name in try names(in: directory) where name.hasPrefix("clocksource") {
            sources.append(
                ClockSource(
                    available: try text("\(directory)/\(name)/available_clocksource", with: &reader).split(separator: " ")
                        .map(String.init),
                    current: try text("\(directory)/\(name)/current_clocksource", with: &reader)))
        }
        return sources
    }
}
