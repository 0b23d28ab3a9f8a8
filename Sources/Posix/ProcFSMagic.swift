import CLinux

/// Tells the kernel's own files from copies of them.
package enum ProcFSMagic {
    /// - Parameter orSysFS: whether a file of sysfs(5) counts too.
    static func marks(_ file: borrowing FileDescriptor, orSysFS: Bool) -> Bool {
        var status = statfs()
        guard unsafe fstatfs(file.number, &status) == 0 else { return false }
        return status.f_type == PROC_SUPER_MAGIC || orSysFS && status.f_type == SYSFS_MAGIC
    }

    /// Whether the file at `path` is of a mounted proc(5).
    package static func marks(_ path: String) -> Bool {
        var status = statfs()
        return unsafe statfs(path, &status) == 0 && status.f_type == PROC_SUPER_MAGIC
    }
}
