import Glibc
import Posix
import ProcFS
import Testing

@testable import Exporter

@Suite struct RemotePlacesTests {
    /// Which of the mounts are guarded, given as place and type.
    private func guarded(_ mounts: [(place: String, type: String)]) throws -> [String] {
        let host = HostFilesOnDisk()
        try host.write(mounts.map { "1 1 0:1 / \($0.place) rw - \($0.type) none rw\n" }.joined(), to: "proc/1/mountinfo")
        var table = MountTable()
        var reader = FileReader()
        _ = try table.update(from: ProcFS(root: host.path("proc")), with: &reader)
        var mounted = MountedFileSystems(
            mountPoints: try NameFilter(NamePatterns()), types: try NameFilter(NamePatterns()), rootfs: "")
        mounted.update(from: table.mounts)
        return mounted.all.filter(\.mayHang).map { String(decoding: $0.key.path.dropLast(), as: UTF8.self) }
    }

    @Test(arguments: ["nfs", "nfs4", "cifs", "9p", "ceph", "fuse.sshfs", "fuse", "overlay", "afs", "lustre", "never-heard-of"])
    func whatIsNotKnownToBeLocalIsGuarded(type: String) throws {
        #expect(try guarded([("/a", type), ("/b", "ext4")]) == ["/a"])
    }

    @Test func whatIsMountedInARemoteOneIsGuarded() throws {
        let mounts = [("/", "ext4"), ("/n", "nfs"), ("/n/x", "tmpfs"), ("/n/x/y/z", "xfs"), ("/nx", "tmpfs"), ("/m/n", "tmpfs")]
        #expect(try guarded(mounts) == ["/n", "/n/x", "/n/x/y/z"])
    }

    @Test func rootIsOnNobodysWay() throws {
        #expect(try guarded([("/", "overlay"), ("/a", "tmpfs")]) == ["/"])
    }

    @Test(
        arguments: [
            (ENOENT, "no such file or directory"), (EACCES, "permission denied"),
            (ENOTCONN, "transport endpoint is not connected"),
            (ESTALE, "stale NFS file handle"), (EIO, "input/output error"), (EHOSTDOWN, "host is down"),
            (ERFKILL, "operation not possible due to RF-kill"),
        ])
    func errorsHaveNodeExportersWords(code: Int32, words: String) {
        #expect(MountError.words(Errno(code)) == words)
    }
}
