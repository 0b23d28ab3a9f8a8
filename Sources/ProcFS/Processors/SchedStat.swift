package import Posix

/// What the scheduler has done on one processor since boot.
package struct SchedStat: Equatable, Sendable {
    /// The processor's number in the kernel.
    package let processor: Int
    /// Time tasks ran.
    package let runningNanoseconds: UInt64
    /// Time tasks that were ready waited for the processor.
    package let waitingNanoseconds: UInt64
    /// Turns given to tasks.
    package let timeslices: UInt64

    /// A `cpu<number>` line for each processor, with lines of its scheduling domains between them.
    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> [SchedStat] {
        var processors: [SchedStat] = []
        var offset = 0
        while offset < bytes.count {
            let key = bytes.word(&offset)
            if key.count > 3, bytes.isText("cpu", startingAt: key.lowerBound) {
                var number = key.lowerBound + 3
                let processor = Int(clamping: try bytes.decimal(&number))
                guard processor > processors.last?.processor ?? -1 else { throw Malformed(offset: key.lowerBound) }
                // Calls of the scheduler, which later kernels leave at zero in part.
                for _ in 1...6 { _ = bytes.word(&offset) }
                processors.append(
                    SchedStat(
                        processor: processor, runningNanoseconds: try bytes.decimal(&offset),
                        waitingNanoseconds: try bytes.decimal(&offset), timeslices: try bytes.decimal(&offset)))
            }
            bytes.skipLine(&offset)
        }
        return processors
    }
}

extension ProcFS {
    /// Reads `schedstat` (kernel: kernel/sched/stats.c, Documentation/scheduler/sched-stats.rst), since its version 15.
    ///
    /// - Throws: `.read(ENOENT)` from a kernel without `CONFIG_SCHEDSTATS`.
    package func schedStat(with reader: inout FileReader) throws(ProcFSError) -> [SchedStat] {
        // Every processor has a line of some hundred bytes for each domain it is in.
        try read("schedstat", with: &reader, limit: Self.largeLimit) { (bytes) throws(Malformed) in try SchedStat.parse(bytes) }
    }
}
