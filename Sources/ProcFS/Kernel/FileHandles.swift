package import Posix

/// Open files of the whole system.
package struct FileHandles: Equatable, Sendable {
    /// Handles in use.
    package let allocated: UInt64
    /// Handles the kernel allows.
    package let maximum: UInt64

    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        var offset = 0
        allocated = try bytes.decimal(&offset)
        // Free but allocated handles: always 0 since Linux 2.6.
        _ = try bytes.decimal(&offset)
        maximum = try bytes.decimal(&offset)
    }
}

extension ProcFS {
    /// Reads `sys/fs/file-nr` (kernel: Documentation/admin-guide/sysctl/fs.rst).
    package func fileHandles(with reader: inout FileReader) throws(ProcFSError) -> FileHandles {
        try read("sys/fs/file-nr", with: &reader, extent: .oneRecord) { (bytes) throws(Malformed) in
            try FileHandles(parsing: bytes)
        }
    }
}
