import Posix
import ProcFS
import Synchronization

/// The kernel's files, with one reader for all collectors: it keeps them open between scrapes.
final class HostFiles: Sendable {
    private let procfs: ProcFS
    private let reader = Mutex(FileReader())
    private let spare = Mutex<(stat: KernelStat, until: Deadline)?>(nil)

    init(_ procfs: ProcFS) {
        self.procfs = procfs
    }

    /// Calls `body` with the files and what to read them with; other threads wait meanwhile.
    func read<Value: Sendable>(_ body: (ProcFS, inout FileReader) throws -> Value) throws -> Value {
        try reader.withLock { try body(procfs, &$0) }
    }

    /// Reads `stat` and leaves a copy for ``spareStat()``.
    ///
    /// Two collectors of a scrape want that file, which costs the kernel most on a host of many processors.
    func stat() throws -> KernelStat {
        let stat = try read { try $0.stat(with: &$1) }
        spare.withLock { $0 = (stat, .now + .milliseconds(10)) }
        return stat
    }

    /// What ``stat()`` has just read in the same scrape, given once; else a reading of its own.
    func spareStat() throws -> KernelStat {
        let spare = spare.withLock { spare in
            defer { spare = nil }
            return spare
        }
        if let spare, .now < spare.until { return spare.stat }
        return try read { try $0.stat(with: &$1) }
    }
}
