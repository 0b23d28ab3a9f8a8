import Glibc
package import Posix

/// Numbers of processors as the kernel lists them in sysfs, such as `0-3,8`.
package struct ProcessorList: Equatable, Sendable {
    /// In the list's order, which is that of the numbers: none twice.
    package let ranges: [ClosedRange<Int>]

    /// More than any kernel is made for.
    private static let mostProcessors = 1 << 16

    /// The processors' numbers, ascending.
    package var numbers: some Sequence<Int> { ranges.lazy.joined() }

    /// Whether the processor is in the list.
    package func contains(_ number: Int) -> Bool {
        ranges.contains { $0.contains(number) }
    }

    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        var ranges: [ClosedRange<Int>] = []
        var offset = 0
        bytes.skipBlanks(&offset)
        // The kernel writes no list at all for no processor.
        while !bytes.isLineEnd(offset) {
            let start = offset
            let first = try bytes.digits(&offset)
            var last = first
            if !bytes.isLineEnd(offset), bytes[offset] == UInt8(ascii: "-") {
                offset += 1
                last = try bytes.digits(&offset)
            }
            guard first <= last, last < Self.mostProcessors, ranges.last.map({ $0.upperBound < first }) ?? true else {
                throw Malformed(offset: start)
            }
            ranges.append(Int(first)...Int(last))
            if bytes.isLineEnd(offset) { break }
            guard bytes[offset] == UInt8(ascii: ",") else { throw Malformed(offset: start) }
            offset += 1
        }
        self.ranges = ranges
    }
}

extension SysFS {
    /// A list of processors the kernel keeps (Documentation/ABI/testing/sysfs-devices-system-cpu).
    package enum ProcessorSet: String, Sendable {
        /// Those that run tasks now.
        case online
        /// Those that could but do not.
        case offline
        /// Those there are.
        case present
        /// Those the scheduler leaves alone (`isolcpus=`).
        case isolated
    }

    /// Reads `devices/system/cpu/<set>`.
    ///
    /// - Throws: `.read`, with `ENOENT` where the kernel keeps no such list; `.malformed`.
    package func processors(_ set: ProcessorSet, with reader: inout FileReader) throws(ProcFSError) -> ProcessorList {
        try read("devices/system/cpu/\(set.rawValue)", with: &reader, isPermanent: true) { (bytes) throws(Malformed) in
            try ProcessorList(parsing: bytes)
        }
    }

    /// Like ``processors(_:with:)``; `nil` where there is no such list.
    package func processorsIfPresent(
        _ set: ProcessorSet, with reader: inout FileReader
    ) throws(ProcFSError) -> ProcessorList? {
        do throws(ProcFSError) {
            return try processors(set, with: &reader)
        } catch {
            if case .read(_, Errno(ENOENT)) = error { return nil }
            throw error
        }
    }
    /// The numbers of the processors that have a directory, online or not, in the order of their names: 0, 1, 10, 2.
    ///
    /// - Throws: `.read` when their directory is there and cannot be listed.
    func processorNumbers() throws(ProcFSError) -> [Int] {
        try names(in: "devices/system/cpu").compactMap { name in
            // Beside them are `cpufreq` and `cpuidle`.
            guard name.hasPrefix("cpu"), let number = Int(name.dropFirst(3)), number >= 0, name == "cpu\(number)" else {
                return nil
            }
            return number
        }
    }
}
