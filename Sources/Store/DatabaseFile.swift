import Glibc
import Posix

/// The file of a database, and those that SQLite keeps beside it while it is in use.
package struct DatabaseFile: Sendable, Equatable {
    /// What SQLite appends for the others.
    private static let companions = ["-shm", "-wal", "-journal"]

    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    package init(_ name: String, in directory: String) {
        path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
    }

    package var exists: Bool { FileStamp(of: path) != nil }

    /// The size of all of them together.
    package var sizeBytes: Int {
        (Self.companions + [""]).reduce(0) { sum, companion in
            var status = stat()
            return unsafe stat(path + companion, &status) == 0 ? sum + Int(status.st_size) : sum
        }
    }

    /// Makes it, empty, for its owner to read and write, and nobody else.
    /// - Throws: `.cannotOpen` when it is there already, or cannot be made.
    package func create() throws(StoreError) {
        let number = unsafe open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard number >= 0 else { throw StoreError(Errno.last, "cannot be made") }
        _ = FileDescriptor(owning: number)
    }

    /// Gives all of them a new name in the same file system; what has that name already is lost.
    package func move(to other: DatabaseFile) throws(StoreError) {
        // The database last: a log left beside another one would be played into it.
        for companion in Self.companions + [""] {
            guard unsafe rename(path + companion, other.path + companion) != 0 else { continue }
            let error = Errno.last
            guard error.code == ENOENT, companion != "" else { throw StoreError(error, "cannot be renamed") }
        }
        other.syncDirectory()
    }

    /// Deletes all of them, as far as they are there.
    package func remove() {
        for companion in Self.companions + [""] { _ = unsafe unlink(path + companion) }
    }

    /// Makes a new name last: a file's own fsync(2) does not write its directory.
    func syncDirectory() {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        let directory = parts.isEmpty ? "." : parts.joined(separator: "/") + "/"
        let number = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { return }
        let descriptor = FileDescriptor(owning: number)
        fsync(descriptor.number)
    }

    /// The path in a form that SQLite takes for nothing but a path: not for `:memory:`, `file:` or a temporary file.
    var plainPath: String { path.hasPrefix("/") ? path : "./" + path }
}
