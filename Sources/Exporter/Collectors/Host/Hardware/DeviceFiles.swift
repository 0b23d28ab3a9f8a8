import Posix
import ProcFS
import Synchronization

/// The kernel's files of devices, with a reader for one collector: a driver that hangs must not hold up another.
final class DeviceFiles: Sendable {
    private let sysfs: SysFS
    /// An attribute is a line, mostly a short one.
    private let reader = Mutex(FileReader(capacity: 128))

    init(_ sysfs: SysFS) {
        self.sysfs = sysfs
    }

    /// Calls `body` with the files and what to read them with; other threads wait meanwhile.
    func read<Value: Sendable>(_ body: (SysFS, inout FileReader) throws -> Value) throws -> Value {
        try reader.withLock { try body(sysfs, &$0) }
    }
}
