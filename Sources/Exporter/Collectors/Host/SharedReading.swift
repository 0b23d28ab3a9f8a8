import Posix
import ProcFS
import Synchronization

/// One reading of a file for two collectors of a scrape: `stat` and `cpuinfo` cost the kernel most on a host of many processors.
final class SharedReading<Value: Sendable>: Sendable {
    private let make: @Sendable (ProcFS, inout FileReader) throws -> Value
    private let spare = Mutex<(value: Value, until: Deadline)?>(nil)

    init(_ make: @escaping @Sendable (ProcFS, inout FileReader) throws -> Value) {
        self.make = make
    }

    /// Reads the file and leaves a copy for ``take(or:)``.
    func read(_ files: HostFiles) throws -> Value {
        let value = try files.read(make)
        spare.withLock { $0 = (value, .now + .milliseconds(10)) }
        return value
    }

    /// What ``read(_:)`` has just read in the same scrape, given once; else a reading of its own.
    func take(or files: HostFiles) throws -> Value {
        let spare = spare.withLock { spare in
            defer { spare = nil }
            return spare
        }
        if let spare, .now < spare.until { return spare.value }
        return try files.read(make)
    }
}
