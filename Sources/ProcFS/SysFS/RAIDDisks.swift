package import Posix

/// The disks of a software RAID array.
package struct RAIDDisks: Equatable, Sendable {
    /// Such as `md0`.
    package let name: String
    /// Disks it has when it is whole; `nil` for one that only holds others.
    package let required: Int64?
    /// Disks that are missing from it; 0 for arrays that cannot do without any.
    package let missing: Int64
}

extension SysFS {
    /// Reads `block/md*/md/{level,raid_disks,degraded}` (kernel: Documentation/admin-guide/md.rst), by their names.
    ///
    /// - Throws: `.read` for the directory of block devices.
    package func raidDisks(with reader: inout FileReader) throws(ProcFSError) -> [RAIDDisks] {
        var arrays: [RAIDDisks] = []
        for name in try names(in: "block") where name.hasPrefix("md") {
            guard let level = textIfReadable("block/\(name)/md/level", with: &reader) else { continue }
            var required: Int64?
            if !["container", "imsm", "ddf", ""].contains(level) {
                // While its shape changes, the number of before follows in parentheses.
                let text = textIfReadable("block/\(name)/md/raid_disks", with: &reader) ?? ""
                required = Int64(text.prefix { $0 != " " })
            }
            let missing = integerIfReadable("block/\(name)/md/degraded", with: &reader) ?? 0
            arrays.append(RAIDDisks(name: name, required: required, missing: missing))
        }
        return arrays
    }
}
