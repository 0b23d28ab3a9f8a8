import Posix
import ProcFS
import Synchronization

/// The kernel's files, with a reader that keeps them open between scrapes; each collector has its own.
final class HostFiles: Sendable {
    private let procfs: ProcFS
    /// Small at first: most files are, and their collectors are many.
    private let reader = Mutex(FileReader(capacity: 1 << 10))

    init(_ procfs: ProcFS) {
        self.procfs = procfs
    }

    /// Calls `body` with the files and what to read them with; other threads wait meanwhile.
    func read<Value: Sendable>(_ body: (ProcFS, inout FileReader) throws -> Value) throws -> Value {
        try reader.withLock { try body(procfs, &$0) }
    }
}
