import Glibc

/// Reader of whole small files, such as the kernel's under `/proc`, into one buffer that it keeps.
///
/// Files of `/proc` it keeps open too, as long as it lives, for half of what reading one costs is finding and opening it. The
/// kernel writes such a file anew whenever it is read from its start; that of a network namespace stays with the namespace
/// it was opened in. Any other path is opened each time, since it may lead to another file by then.
///
/// Confined to whoever owns it; blocking, which for `/proc` means microseconds.
@safe package struct FileReader: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0
    private var kept: [String: KeptFile] = [:]

    /// A dictionary cannot hold what is not copyable.
    private final class KeptFile {
        let descriptor: FileDescriptor

        init(_ descriptor: consuming FileDescriptor) {
            self.descriptor = descriptor
        }
    }

    /// A reader whose buffer starts at `capacity` bytes and doubles as files need it.
    package init(capacity: Int = 16 << 10) {
        self.capacity = max(capacity, 1)
        unsafe start = .allocate(capacity: self.capacity)
    }

    deinit {
        unsafe start.deallocate()
    }

    /// Reads the file at `path` from its start to its end, replacing what was read before.
    ///
    /// - Throws: the error of open(2) or pread(2); `EFBIG` for a file of more than `limit` bytes.
    package mutating func read(_ path: String, limit: Int) throws(Errno) {
        count = 0
        if let file = kept[path] {
            do throws(Errno) {
                return try fill(from: file.descriptor, limit: limit)
            } catch {
                kept[path] = nil
            }
        }
        let file = try opened(path)
        try fill(from: file, limit: limit)
        if ProcFSMagic.marks(file) { kept[path] = KeptFile(file) }
    }

    /// Like ``read(_:limit:)``, for one of many files that come and go: it is not kept open.
    package mutating func readOnce(_ path: String, limit: Int) throws(Errno) {
        count = 0
        let file = try opened(path)
        try fill(from: file, limit: limit)
    }

    /// Calls `body` with what the last ``read(_:limit:)`` brought: nothing if it threw.
    package borrowing func withContents<Value, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        try body(unsafe UnsafeBufferPointer(start: start, count: count).span)
    }

    private func opened(_ path: String) throws(Errno) -> FileDescriptor {
        // Without O_NONBLOCK a named pipe in the file's place would hang us.
        let number = try retryingInterrupts { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        return FileDescriptor(owning: number)
    }

    private mutating func fill(from file: borrowing FileDescriptor, limit: Int) throws(Errno) {
        var total = 0
        while true {
            let received = try retryingInterrupts { unsafe pread(file.number, start + total, capacity - total, total) }
            if received == 0 { break }
            total += received
            guard total <= limit else { throw Errno(EFBIG) }
            if total == capacity { grow(keeping: total) }
        }
        count = total
    }

    private mutating func grow(keeping kept: Int) {
        let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
        unsafe larger.update(from: start, count: kept)
        unsafe start.deallocate()
        unsafe start = larger
        capacity *= 2
    }
}
