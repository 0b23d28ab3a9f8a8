package import Posix

/// What `stat` says of processors, interrupts and tasks since boot.
package struct KernelStat: Equatable, Sendable {
    /// Online processors, in the order of their numbers; the file's sum of all is left out.
    package private(set) var processors: [ProcessorTimes] = []
    /// Interrupts served, over all processors.
    package private(set) var interrupts: UInt64
    /// Switches from one task to another, over all processors.
    package private(set) var contextSwitches: UInt64
    /// Seconds since 1970.
    package private(set) var bootTimeSeconds: UInt64
    /// Processes and threads created.
    package private(set) var forks: UInt64
    /// Tasks running or ready to.
    package private(set) var runningTasks: UInt64?
    /// Tasks waiting for a disk.
    package private(set) var blockedTasks: UInt64?
    /// One number for each of ``softIRQNames``; `nil` before Linux 2.6.31.
    package private(set) var softIRQs: [UInt64]?

    /// Kinds of deferred interrupt work, in the file's order.
    package static let softIRQNames = [
        "hi", "timer", "net_tx", "net_rx", "block", "block_iopoll", "tasklet", "sched", "hrtimer", "rcu",
    ]

    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        var interrupts: UInt64?
        var contextSwitches: UInt64?
        var bootTimeSeconds: UInt64?
        var forks: UInt64?
        var offset = 0
        while offset < bytes.count {
            let key = bytes.word(&offset)
            if bytes.isText("cpu", startingAt: key.lowerBound) {
                if key.count > 3 {
                    var start = key.lowerBound + 3
                    let number = try bytes.decimal(&start)
                    if let last = processors.last, last.number >= number { throw Malformed(offset: key.lowerBound) }
                    processors.append(try ProcessorTimes(number: number, parsing: bytes, &offset))
                }
            } else if bytes.isText("intr", at: key) {
                interrupts = try bytes.decimal(&offset)
            } else if bytes.isText("ctxt", at: key) {
                contextSwitches = try bytes.decimal(&offset)
            } else if bytes.isText("btime", at: key) {
                bootTimeSeconds = try bytes.decimal(&offset)
            } else if bytes.isText("processes", at: key) {
                forks = try bytes.decimal(&offset)
            } else if bytes.isText("procs_running", at: key) {
                runningTasks = try bytes.decimal(&offset)
            } else if bytes.isText("procs_blocked", at: key) {
                blockedTasks = try bytes.decimal(&offset)
            } else if bytes.isText("softirq", at: key) {
                // Their sum comes first.
                _ = try bytes.decimal(&offset)
                var counts: [UInt64] = []
                counts.reserveCapacity(Self.softIRQNames.count)
                for _ in Self.softIRQNames { counts.append(try bytes.decimal(&offset)) }
                softIRQs = counts
            }
            bytes.skipLine(&offset)
        }
        guard let interrupts, let contextSwitches, let bootTimeSeconds, let forks, !processors.isEmpty else {
            throw Malformed(offset: max(bytes.count - 1, 0))
        }
        self.interrupts = interrupts
        self.contextSwitches = contextSwitches
        self.bootTimeSeconds = bootTimeSeconds
        self.forks = forks
    }
}

extension ProcFS {
    /// Reads `stat` (kernel: fs/proc/stat.c).
    package func stat(with reader: inout FileReader) throws(ProcFSError) -> KernelStat {
        try read("stat", with: &reader, limit: Self.largeLimit, extent: .oneRecord) { (bytes) throws(Malformed) in
            try KernelStat(parsing: bytes)
        }
    }
}
