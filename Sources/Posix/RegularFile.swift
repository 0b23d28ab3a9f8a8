import Glibc

/// A file of somebody else's, open for reading, and certain to be no pipe, device or directory.
package struct RegularFile: ~Copyable {
    private let descriptor: FileDescriptor
    /// When it was last written, in whole seconds of Unix time.
    package let modifiedSeconds: Int

    /// Opens the file at `path`; blocking, as the file system is.
    ///
    /// - Throws: the error of stat(2) or open(2); `EISDIR` for a directory, `ESPIPE` for what else is no regular file.
    package init(opening path: String) throws(Errno) {
        // Asked before it is opened, too: to open a device can set it off.
        var status = stat()
        try retryingInterrupts { unsafe stat(path, &status) }
        try Self.require(status)
        // Without O_NONBLOCK a named pipe that takes its place just now would hang us.
        let number = try retryingInterrupts { unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
        let descriptor = FileDescriptor(owning: number)
        try retryingInterrupts { unsafe fstat(descriptor.number, &status) }
        try Self.require(status)
        self.descriptor = descriptor
        modifiedSeconds = status.st_mtim.tv_sec
    }

    /// All its bytes.
    ///
    /// - Throws: the error of read(2); `EFBIG` for more than `limit` bytes.
    package borrowing func contents(limit: Int) throws(Errno) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let number = descriptor.number
            let count = try retryingInterrupts {
                unsafe piece.withUnsafeMutableBytes { unsafe read(number, $0.baseAddress, $0.count) }
            }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { throw Errno(EFBIG) }
            bytes.append(contentsOf: piece[..<count])
        }
    }

    private static func require(_ status: stat) throws(Errno) {
        guard status.st_mode & S_IFMT != S_IFDIR else { throw Errno(EISDIR) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Errno(ESPIPE) }
    }
}
