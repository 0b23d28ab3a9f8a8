import Glibc

/// The descriptors our process has open.
package enum OpenDescriptors {
    /// Number of entries of the directory `self/fd` at `path`, without the one for reading it.
    ///
    /// - Throws: the error of stat(2), opendir(3) or readdir(3).
    package static func count(in path: String) throws(Errno) -> Int {
        var status = stat()
        try retryingInterrupts { unsafe stat(path, &status) }
        // Since Linux 6.2 the directory's size is their number. Listing them takes the longer the more connections there are.
        if status.st_size > 0, ProcFSMagic.marks(path) { return status.st_size }
        return max(try entryCount(of: path) - 1, 0)
    }

    /// Entries but for `.` and `..`.
    private static func entryCount(of path: String) throws(Errno) -> Int {
        guard let directory = unsafe opendir(path) else { throw Errno.last }
        defer { unsafe closedir(directory) }
        // readdir(3) tells its end from an error only by errno.
        Glibc.errno = 0
        var entries = 0
        while unsafe readdir(directory) != nil { entries += 1 }
        let error = Errno.last
        guard error.code == 0 else { throw error }
        return max(entries - 2, 0)
    }
}
