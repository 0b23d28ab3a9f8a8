import CLinux
import Glibc

/// How full a mounted file system is (statfs(2)).
package struct FileSystemUsage: Equatable, Sendable {
    /// The unit of the next three.
    package let blockSizeBytes: Int
    /// Blocks in all, those free, and those free for users other than root.
    package let blocks, freeBlocks, availableBlocks: UInt64
    /// Files it can hold in all, and how many more it can; 0 where it has no such limit.
    package let files, freeFiles: UInt64
    /// Whether nothing can be written to it here: by the mount or by the file system.
    package let isReadOnly: Bool

    package init(
        blockSizeBytes: Int, blocks: UInt64, freeBlocks: UInt64, availableBlocks: UInt64, files: UInt64, freeFiles: UInt64,
        isReadOnly: Bool = false
    ) {
        self.blockSizeBytes = blockSizeBytes
        self.blocks = blocks
        self.freeBlocks = freeBlocks
        self.availableBlocks = availableBlocks
        self.files = files
        self.freeFiles = freeFiles
        self.isReadOnly = isReadOnly
    }

    /// Asks the file system that holds what is at `path`, whose bytes need not be UTF-8 and end with a zero.
    ///
    /// Blocking, without any bound where the file system is a program's or another host's.
    /// - Throws: the error of statfs(2); `ENAMETOOLONG` for a path that does not end.
    package init(at path: [UInt8]) throws(Errno) {
        guard path.last == 0 else { throw Errno(ENAMETOOLONG) }
        var status = statfs()
        try retryingInterrupts {
            unsafe path.withUnsafeBufferPointer { bytes in
                unsafe bytes.withMemoryRebound(to: CChar.self) { path in
                    unsafe path.baseAddress.map { unsafe statfs($0, &status) } ?? 0
                }
            }
        }
        self.init(
            blockSizeBytes: Int(status.f_bsize), blocks: UInt64(status.f_blocks), freeBlocks: UInt64(status.f_bfree),
            availableBlocks: UInt64(status.f_bavail), files: UInt64(status.f_files), freeFiles: UInt64(status.f_ffree),
            isReadOnly: Int(status.f_flags) & Int(ST_RDONLY) != 0)
    }
}
