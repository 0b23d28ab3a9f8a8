import Posix
import ProcFS
import Synchronization

/// One reading of `stat` for two collectors of a scrape: the file costs the kernel most on a host of many processors.
final class SharedStat: Sendable {
    private let spare = Mutex<(stat: KernelStat, until: Deadline)?>(nil)

    /// Reads `stat` and leaves a copy for ``take(or:)``.
    func read(_ files: HostFiles) throws -> KernelStat {
        let stat = try files.read { try $0.stat(with: &$1) }
        spare.withLock { $0 = (stat, .now + .milliseconds(10)) }
        return stat
    }

    /// What ``read(_:)`` has just read in the same scrape, given once; else a reading of its own.
    func take(or files: HostFiles) throws -> KernelStat {
        let spare = spare.withLock { spare in
            defer { spare = nil }
            return spare
        }
        if let spare, .now < spare.until { return spare.stat }
        return try files.read { try $0.stat(with: &$1) }
    }
}
