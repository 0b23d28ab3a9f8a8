package import Posix

/// A process or thread, as its `stat` has it.
package struct ProcessStat: Equatable, Sendable {
    /// A letter, such as `S` for asleep.
    package let state: UInt8
    /// Time outside the kernel, in ticks of 1/100 s as ``ProcessorTimes`` has them.
    package let userTicks: UInt64
    /// Time in the kernel, in the same ticks.
    package let systemTicks: UInt64
    /// Threads alive in the process.
    package let threads: UInt64
    /// Ticks after boot.
    package let startTicks: UInt64
    /// Address space in use.
    package let virtualMemoryBytes: UInt64
    /// Memory in use, in pages; the kernel counts it loosely.
    package let residentPages: UInt64

    /// One line of 52 fields; the second, in parentheses, is the command's name and may hold anything but a NUL.
    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        guard var offset = bytes.indices.last(where: { bytes[$0] == UInt8(ascii: ")") }) else { throw Malformed(offset: 0) }
        offset += 1
        func skip(_ fields: Int) {
            for _ in 0..<fields { _ = bytes.word(&offset) }
        }
        // The numbers are those of man 5 proc_pid_stat.
        let letter = bytes.word(&offset)  // 3
        guard letter.count == 1 else { throw Malformed(offset: letter.lowerBound) }
        state = bytes[letter.lowerBound]
        skip(10)
        userTicks = try bytes.decimal(&offset)  // 14
        systemTicks = try bytes.decimal(&offset)  // 15
        skip(4)
        threads = try bytes.decimal(&offset)  // 20
        skip(1)
        startTicks = try bytes.decimal(&offset)  // 22
        virtualMemoryBytes = try bytes.decimal(&offset)  // 23
        residentPages = try bytes.decimal(&offset)  // 24
    }
}

extension ProcFS {
    /// Reads `self/stat`, our own (man 5 proc_pid_stat).
    package func processStat(with reader: inout FileReader) throws(ProcFSError) -> ProcessStat {
        try read("self/stat", with: &reader, extent: .oneRecord) { (bytes) throws(Malformed) in try ProcessStat(parsing: bytes) }
    }

    /// Number of descriptors our process has open, as `self/fd` has them (man 5 proc_pid_fd).
    package func openDescriptors() throws(ProcFSError) -> Int {
        let path = "\(root)/self/fd"
        do throws(Errno) {
            return try OpenDescriptors.count(in: path)
        } catch {
            throw .read(path: path, error)
        }
    }
}
