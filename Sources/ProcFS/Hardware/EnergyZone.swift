package import Posix

/// A part of the machine whose use of energy is measured (kernel: Documentation/power/powercap/powercap.rst).
package struct EnergyZone: Sendable, Equatable {
    /// Such as `package`, without its number.
    package let name: String
    /// The number in the name, else how many of the name came before.
    package let index: Int
    /// Directory, the root included.
    package let path: String
    /// Since the last overflow, which comes within minutes or hours.
    package let energyMicrojoules: Int64
}

extension SysFS {
    /// The zones of `class/powercap`, in the order of their directories.
    ///
    /// - Throws: `.read`: with `ENOENT` where the kernel has no such class, with `EACCES` for all but root.
    package func energyZones(with reader: inout FileReader) throws(ProcFSError) -> [EnergyZone] {
        var zones: [EnergyZone] = []
        var counts: [String: Int] = [:]
        for directory in try presentNames(in: "class/powercap") {
            let path = "class/powercap/\(directory)"
            // The control type itself has a directory, too, without a name.
            guard let text = textIfReadable("\(path)/name", with: &reader) else { continue }
            let (name, number) = Self.split(text)
            let index = number ?? counts[name] ?? 0
            counts[name] = index &+ 1
            zones.append(
                EnergyZone(
                    name: name, index: index, path: "\(root)/\(path)",
                    energyMicrojoules: try integer("\(path)/energy_uj", with: &reader)))
        }
        return zones
    }

    /// `package-0` is `package` and 0.
    private static func split(_ name: String) -> (name: String, number: Int?) {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int(parts[1]) else { return (name, nil) }
        return (String(parts[0]), number)
    }
}
