import ProcFS

/// Where file systems are mounted that may keep one waiting, for ever if their server is gone.
struct RemotePlaces {
    private let places: Set<[UInt8]>

    init(_ mounts: [MountInfo]) {
        places = Set(mounts.filter { !Self.local.contains($0.type) && $0.mountPoint != [UInt8(ascii: "/")] }.map(\.mountPoint))
    }

    /// Whether to ask that mount may take for ever: because of itself, or of what is mounted on the way to it.
    ///
    /// `/` is never counted: with it our own program would be out of reach.
    func lieOnWay(to mount: MountInfo) -> Bool {
        if !Self.local.contains(mount.type) { return true }
        guard !places.isEmpty else { return false }
        return mount.mountPoint.indices.contains { end in
            end > 0 && mount.mountPoint[end] == UInt8(ascii: "/") && places.contains(Array(mount.mountPoint[..<end]))
        }
    }

    /// Types that ask nobody but the kernel how full they are. All others may: those of another host, of a program, or laid over such.
    private static let local: Set<String> = [
        // On disks: what statfs(2) wants is in memory since they were mounted.
        "bcachefs", "btrfs", "cramfs", "erofs", "exfat", "ext2", "ext3", "ext4", "f2fs", "hfs", "hfsplus", "iso9660", "jfs",
        "minix", "msdos", "nilfs2", "ntfs3", "reiserfs", "romfs", "squashfs", "udf", "ufs", "vfat", "xfs",
        // In memory.
        "devtmpfs", "hugetlbfs", "ramfs", "rootfs", "tmpfs",
        // The kernel's own.
        "binder", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "efivarfs", "fusectl", "mqueue",
        "nsfs", "proc", "pstore", "resctrl", "rpc_pipefs", "securityfs", "selinuxfs", "sysfs", "tracefs",
    ]
}
