import Glibc

/// Tells whether a file has changed: which file it is, how long, and when it was written.
package struct FileStamp: Equatable, Sendable {
    private var device: UInt
    private var inode: UInt
    private var sizeBytes: Int
    private var seconds: Int
    private var nanoseconds: Int

    /// The stamp of the file at `path` now; `nil` when it cannot be looked at.
    package init?(of path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        sizeBytes = Int(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
