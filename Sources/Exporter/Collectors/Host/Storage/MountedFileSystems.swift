import Posix
import ProcFS
import Prometheus

/// The mounted file systems to report, made anew when the kernel's list changes.
struct MountedFileSystems: Sendable {
    /// In the kernel's order.
    private(set) var all: [MountedFileSystem] = []
    /// What was made of each mount there is, for most stay when others come and go.
    private var seen: [MountInfo: MountedFileSystem?] = [:]
    private let mountPoints: NameFilter
    private let types: NameFilter
    /// The root of the host's file systems, without a slash at its end: empty for `/`.
    private let rootfs: [UInt8]

    init(mountPoints: NameFilter, types: NameFilter, rootfs: String) {
        self.mountPoints = mountPoints
        self.types = types
        self.rootfs = Array(rootfs.utf8)
    }

    /// Two mounts of one source and type at one place are told as one: a series can stand only once in an exposition, and only the
    /// last of them can be seen.
    mutating func update(from mounts: [MountInfo]) {
        let remote = RemotePlaces(mounts)
        var seen: [MountInfo: MountedFileSystem?] = [:]
        seen.reserveCapacity(mounts.count)
        var places: [Labels: Int] = [:]
        all.removeAll(keepingCapacity: true)
        for mount in mounts {
            var made: MountedFileSystem? = self.seen[mount] ?? make(mount)
            made?.mayHang = remote.lieOnWay(to: mount)
            seen[mount] = .some(made)
            guard var made else { continue }
            if let place = places[made.labels] {
                for labels in all[place].infoLabels where !made.infoLabels.contains(labels) { made.infoLabels.append(labels) }
                all[place] = made
            } else {
                places[made.labels] = all.count
                all.append(made)
            }
        }
        self.seen = seen
    }

    /// `nil` for one that is not to be reported.
    private func make(_ mount: MountInfo) -> MountedFileSystem? {
        let point = stripped(mount.mountPoint)
        let text = String(decoding: point, as: UTF8.self)
        guard mountPoints.admits(text), types.admits(mount.type) else { return nil }
        return MountedFileSystem(mount, at: text, path: rootfs + point + [0])
    }

    /// The path as the host has it, where the list is of mounts we see below ``rootfs``.
    private func stripped(_ path: [UInt8]) -> [UInt8] {
        guard !rootfs.isEmpty, path.isBelow(rootfs) else { return path }
        return path.count == rootfs.count ? [UInt8(ascii: "/")] : Array(path.dropFirst(rootfs.count))
    }
}

/// One mounted file system to report.
struct MountedFileSystem: Sendable {
    /// One mount among all.
    struct Key: Hashable, Sendable {
        /// Where to ask it, with a zero at the end.
        let path: [UInt8]
        /// Number of its device, which all mounts of one file system share.
        let device: UInt64
    }

    let key: Key
    let isReadOnly: Bool
    /// Whether to ask it may take for ever.
    fileprivate(set) var mayHang = false
    /// With `device_error`, which is empty.
    let labels: Labels
    /// Without `device_error`.
    let labelsOfError: Labels
    /// One for each device mounted under the same labels.
    fileprivate(set) var infoLabels: [Labels]

    fileprivate init(_ mount: MountInfo, at mountPoint: String, path: [UInt8]) {
        key = Key(path: path, device: UInt64(mount.major) << 32 | UInt64(mount.minor))
        isReadOnly = mount.isReadOnly
        labels = ["device": mount.source, "mountpoint": mountPoint, "fstype": mount.type, "device_error": ""]
        labelsOfError = ["device": mount.source, "mountpoint": mountPoint, "fstype": mount.type]
        infoLabels = [
            ["device": mount.source, "major": String(mount.major), "minor": String(mount.minor), "mountpoint": mountPoint]
        ]
    }
}

extension [UInt8] {
    /// Whether the path is `directory` or in it.
    func isBelow(_ directory: [UInt8]) -> Bool {
        guard starts(with: directory) else { return false }
        return count == directory.count || directory.last == UInt8(ascii: "/") || self[directory.count] == UInt8(ascii: "/")
    }
}
