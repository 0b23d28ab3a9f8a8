import CLinux

/// Tells the kernel's own files from copies of them.
package enum ProcFSMagic {
    static func marks(_ file: borrowing FileDescriptor) -> Bool {
        var status = statfs()
        return unsafe fstatfs(file.number, &status) == 0 && status.f_type == PROC_SUPER_MAGIC
    }

    /// Whether the file at `path` is of a mounted proc(5).
    package static func marks(_ path: String) -> Bool {
        var status = statfs()
        return unsafe statfs(path, &status) == 0 && status.f_type == PROC_SUPER_MAGIC
    }
}
