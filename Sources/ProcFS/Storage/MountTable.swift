import Glibc
package import Posix

/// The mounted file systems of the host, parsed again only when the kernel's list is no longer the same.
package struct MountTable: Sendable {
    /// In the kernel's order, of which several may be at one place: the last of these is the one seen there.
    package private(set) var mounts: [MountInfo] = []
    /// What they were parsed from.
    private var text: [UInt8] = []
    /// When to read it again though the kernel tells of no change.
    private var expiry: Deadline?

    /// How long the list is taken to be as it was where the kernel says so.
    private static let lifetime = Duration.seconds(60)

    /// An empty table.
    package init() {}

    /// Reads `1/mountinfo`, or `self/mountinfo` where that of process 1 is not shown to us (kernel: fs/proc_namespace.c).
    ///
    /// Only if poll(2) says that mounts have come, gone or changed, or a minute later: of file systems that the kernel makes read-only
    /// after an error it does not tell, and to write the list costs it more than to say how full the file systems are.
    /// - Returns: whether ``mounts`` may differ from what they were.
    package mutating func update(from procfs: ProcFS, with reader: inout FileReader) throws(ProcFSError) -> Bool {
        do throws(ProcFSError) {
            return try update(from: procfs, "1/mountinfo", with: &reader)
        } catch {
            // proc(5), hidepid: other users' processes are not there, or may not be looked at.
            guard case .read(_, let errno) = error, [ENOENT, EACCES, EPERM].contains(errno.code) else { throw error }
            return try update(from: procfs, "self/mountinfo", with: &reader)
        }
    }

    private mutating func update(
        from procfs: ProcFS, _ file: String, with reader: inout FileReader
    ) throws(ProcFSError) -> Bool {
        let now = Deadline.now
        if !reader.mayHaveChanged(file, in: procfs.root), let expiry, now < expiry { return false }
        return try procfs.read(file, with: &reader, limit: ProcFS.largeLimit) { (bytes) throws(Malformed) in
            // Should it not be understood.
            expiry = nil
            let hasChanged = !bytes.equals(text)
            if hasChanged {
                mounts = try Self.parse(bytes)
                text = [UInt8](capacity: bytes.count) { copy in
                    for index in bytes.indices { copy.append(bytes[index]) }
                }
            }
            expiry = now + Self.lifetime
            return hasChanged
        }
    }

    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> [MountInfo] {
        var mounts: [MountInfo] = []
        var offset = 0
        while offset < bytes.count {
            mounts.append(try MountInfo(parsing: bytes, &offset))
            bytes.skipLine(&offset)
        }
        return mounts
    }
}
