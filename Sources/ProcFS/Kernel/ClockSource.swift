package import Posix

/// What one of the kernel's clocks can be read from.
package struct ClockSource: Equatable, Sendable {
    /// Names, such as `tsc` and `hpet`, the best first.
    package let available: [String]
    /// The one in use.
    package let current: String
}

extension SysFS {
    private static let clockSourceDirectory = "devices/system/clocksource"

    /// Names of the kernel's clocks, for ``clockSource(_:with:)``; none where there are no such files. They stay the same until
    /// the kernel starts anew.
    package func clockSourceNames() throws(ProcFSError) -> [String] {
        try names(in: Self.clockSourceDirectory).filter { $0.hasPrefix("clocksource") }
    }

    /// Reads the files of one clock (kernel: Documentation/ABI/testing/sysfs-devices-system-clocksource).
    package func clockSource(_ name: String, with reader: inout FileReader) throws(ProcFSError) -> ClockSource {
        let directory = "\(Self.clockSourceDirectory)/\(name)"
        return ClockSource(
            available: try text("\(directory)/available_clocksource", with: &reader, isPermanent: true)
                .split(separator: " ").map(String.init),
            current: try text("\(directory)/current_clocksource", with: &reader, isPermanent: true))
    }
}
