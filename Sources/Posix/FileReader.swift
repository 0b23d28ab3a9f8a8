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
    private var kept: [KeptFile] = []

    /// A few files, found by their names one after the other: sooner than a path is made and hashed.
    private final class KeptFile {
        let name: String
        let directory: String
        let descriptor: FileDescriptor

        init(_ descriptor: consuming FileDescriptor, name: String, directory: String) {
            self.descriptor = descriptor
            self.name = name
            self.directory = directory
        }
    }

    /// Files opened beyond these are closed again.
    private static let mostKept = 32

    /// How much of a file is read.
    package enum Extent: Equatable, Sendable {
        /// All there is.
        case whole
        /// All there is of a file that the kernel writes in one go (`single_open` of fs/seq_file.c, a variable of sysctl): a read that
        /// leaves room in the buffer has come to its end, and no second one has to ask. Files of several records are read by the page,
        /// however much room there is.
        case oneRecord
        /// As many bytes of its beginning, if it has them; all of a file that is not kept open.
        case first(Int)
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
        try read(path, in: "", limit: limit)
    }

    /// Reads the file `name` in `directory`, as ``read(_:limit:)`` does its path.
    ///
    /// - Parameter isPermanent: whether the file is kept open in sysfs too, since its path leads to no other device's file one day.
    package mutating func read(
        _ name: String, in directory: String, limit: Int, extent: Extent = .whole, isPermanent: Bool = false
    ) throws(Errno) {
        count = 0
        if let index = keptIndex(of: name, in: directory) {
            do throws(Errno) {
                return try fill(from: kept[index].descriptor, limit: limit, extent)
            } catch {
                kept.remove(at: index)
            }
        }
        let path = directory.isEmpty ? name : "\(directory)/\(name)"
        let file = try opened(path)
        // It may be a copy of the kernel's file, on any file system: what is known of the kernel's own does not hold for it.
        try fill(from: file, limit: limit, .whole)
        if kept.count < Self.mostKept, ProcFSMagic.marks(file, orSysFS: isPermanent) {
            kept.append(KeptFile(file, name: name, directory: directory))
        }
    }

    /// Like ``read(_:limit:)``, for one of many files that come and go: it is not kept open.
    package mutating func readOnce(_ path: String, limit: Int) throws(Errno) {
        count = 0
        let file = try opened(path)
        try fill(from: file, limit: limit, .whole)
    }

    /// Whether the file, one like `mountinfo` that tells of changes (poll in fs/proc_namespace.c), may have changed since this was last
    /// asked; always so for one that is not kept open. To be asked before the file is read.
    package borrowing func mayHaveChanged(_ name: String, in directory: String) -> Bool {
        guard let index = keptIndex(of: name, in: directory) else { return true }
        var question = pollfd(fd: kept[index].descriptor.number, events: Int16(POLLPRI), revents: 0)
        return unsafe poll(&question, 1, 0) != 0
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

    private func keptIndex(of name: String, in directory: String) -> Int? {
        kept.firstIndex { $0.name == name && $0.directory == directory }
    }

    private mutating func fill(from file: borrowing FileDescriptor, limit: Int, _ extent: Extent) throws(Errno) {
        let wanted = if case .first(let sizeBytes) = extent { sizeBytes } else { Int.max }
        var total = 0
        while total < wanted {
            if total == capacity { grow(keeping: total) }
            let room = min(capacity, wanted) - total
            let received = try retryingInterrupts { unsafe pread(file.number, start + total, room, total) }
            if received == 0 { break }
            total += received
            guard total <= limit else { throw Errno(EFBIG) }
            if extent == .oneRecord, received < room { break }
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
