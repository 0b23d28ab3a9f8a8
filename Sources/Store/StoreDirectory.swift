import Glibc
import Posix

/// A directory kept to one process: locked (flock(2)) until its owner goes, however that ends.
package struct StoreDirectory: ~Copyable, Sendable {
    package let path: String
    private let descriptor: FileDescriptor

    /// Opens and locks a directory.
    /// - Parameter creates: whether to make it (mode 0700; not its parents) when it is missing.
    package init(_ path: String, creates: Bool) throws(StoreDirectoryError) {
        if creates, unsafe mkdir(path, 0o700) != 0 {
            let error = Errno.last
            guard error.code == EEXIST else { throw .unusable(path: path, reason: "cannot be made: \(error)") }
        }
        let number = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else {
            let error = Errno.last
            throw .unusable(path: path, reason: error.code == ENOTDIR ? "is no directory" : "cannot be opened: \(error)")
        }
        let descriptor = FileDescriptor(owning: number)
        guard unsafe access(path, W_OK | X_OK) == 0 else {
            throw .unusable(path: path, reason: "cannot be written to: \(Errno.last)")
        }
        guard flock(descriptor.number, LOCK_EX | LOCK_NB) == 0 else {
            let error = Errno.last
            throw error.code == EWOULDBLOCK ? .inUse(path: path) : .unusable(path: path, reason: "cannot be locked: \(error)")
        }
        self.path = path
        self.descriptor = descriptor
    }

    /// The database of this name in it.
    package borrowing func file(_ name: String) -> DatabaseFile {
        DatabaseFile(name, in: path)
    }
}
