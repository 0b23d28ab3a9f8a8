package import Posix

/// A battery, a mains adapter or the like (kernel: Documentation/ABI/testing/sysfs-class-power).
package struct PowerSupply: Sendable {
    package let name: String
    /// Attributes that are numbers, in the kernel's units.
    package let numbers: [String: Int64]
    /// Attributes that are words, none empty.
    package let words: [String: String]
}

extension SysFS {
    /// The power supplies, by name, with those of the named attributes that each of them has and can tell now.
    ///
    /// - Throws: `.read(ENOENT)` where the kernel has no such class; `.malformed` for a number that is none.
    package func powerSupplies(
        numbers: Set<String>, words: Set<String>, with reader: inout FileReader
    ) throws(ProcFSError) -> [PowerSupply] {
        var supplies: [PowerSupply] = []
        for name in try presentNames(in: "class/power_supply") {
            let path = "class/power_supply/\(name)"
            var foundNumbers: [String: Int64] = [:]
            var foundWords: [String: String] = [:]
            for file in try names(in: path) {
                if numbers.contains(file) {
                    foundNumbers[file] = try readableInteger("\(path)/\(file)", with: &reader)
                } else if words.contains(file), let text = textIfReadable("\(path)/\(file)", with: &reader), !text.isEmpty {
                    foundWords[file] = text
                }
            }
            supplies.append(PowerSupply(name: name, numbers: foundNumbers, words: foundWords))
        }
        return supplies
    }
}
