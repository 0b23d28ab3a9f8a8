import Posix
import ProcFS
import Prometheus

/// The disks of the last scrape, with all that seldom changes: labels, and whether to report them.
struct KnownDisks: Sendable {
    let filter: NameFilter
    let sysfs: SysFS
    let udevData: String
    /// By their places in the kernel's list, where most stay for ever.
    private(set) var disks: [KnownDisk] = []

    init(filter: NameFilter, sysfs: SysFS, udevData: String) {
        self.filter = filter
        self.sysfs = sysfs
        self.udevData = udevData
    }

    /// Whether the disk is to be reported. To be asked of each in the list's order.
    mutating func admits(_ name: DiskStat.Name, _ bytes: Span<UInt8>) -> Bool {
        let text = bytes.extracting(name.range)
        if name.position < disks.count, disks[name.position].isNamed(name, text) { return disks[name.position].isWanted }
        let disk = KnownDisk(name, text, udevData: udevData, filter: filter)
        disks.removeSubrange(min(name.position, disks.count)...)
        disks.append(disk)
        return disk.isWanted
    }

    /// Sees to it that the labels are what the system says now.
    mutating func refresh(_ position: Int, with reader: inout FileReader) {
        disks[position].refresh(sysfs: sysfs, with: &reader)
    }
}

/// One disk that was there in the last scrape.
struct KnownDisk: Sendable {
    let isWanted: Bool
    /// Its name alone.
    private(set) var device: Labels
    private(set) var info = Labels.none
    private(set) var filesystem: Labels?
    private(set) var mapper: Labels?
    /// As in ``DiskFamilies/ata``.
    private(set) var ata: [Double?] = []

    private let name: String
    private let bytes: [UInt8]
    private let major, minor: UInt32
    private let udevPath: String
    private var udevStamp: FileStamp?
    /// When to look again at what has no stamp.
    private var staleAt: Deadline?

    init(_ name: DiskStat.Name, _ text: Span<UInt8>, udevData: String, filter: NameFilter) {
        bytes = [UInt8](capacity: text.count) { copy in
            for index in text.indices { copy.append(text[index]) }
        }
        self.name = String(decoding: bytes, as: UTF8.self)
        major = name.major
        minor = name.minor
        isWanted = filter.admits(self.name)
        device = ["device": self.name]
        udevPath = UdevProperties.path(in: udevData, major: major, minor: minor)
    }

    func isNamed(_ name: DiskStat.Name, _ text: Span<UInt8>) -> Bool {
        major == name.major && minor == name.minor && text.equals(bytes)
    }

    /// Reads again what udev says if that has changed, and with it, or once a minute, whether the kernel says the disk turns.
    mutating func refresh(sysfs: SysFS, with reader: inout FileReader) {
        let stamp = FileStamp(of: udevPath)
        let now = Deadline.now
        if let staleAt, now < staleAt, stamp == udevStamp { return }
        udevStamp = stamp
        staleAt = now + .seconds(60)
        // The name of a directory cannot have the slash that names of some old RAID controllers' disks have.
        let rotational = sysfs.integerIfReadable("block/\(name.replacing("/", with: "!"))/queue/rotational", with: &reader)
        describe(UdevProperties(at: udevPath, with: &reader), isRotational: rotational == 1)
    }

    private mutating func describe(_ udev: UdevProperties, isRotational: Bool) {
        func text(_ property: String) -> String? {
            let text = udev[property]
            return text == "" ? nil : text
        }
        // The first is what is printed on the disk; virtio disks have only the last.
        let serial = text("SCSI_IDENT_SERIAL") ?? text("ID_SERIAL_SHORT") ?? text("ID_SERIAL") ?? ""
        info = [
            "device": name, "major": String(major), "minor": String(minor), "path": text("ID_PATH") ?? "",
            "wwn": text("ID_WWN") ?? "", "model": text("ID_MODEL") ?? "", "serial": serial, "revision": text("ID_REVISION") ?? "",
            "rotational": isRotational ? "1" : "0",
        ]
        filesystem = text("ID_FS_TYPE").map { type in
            [
                "device": name, "type": type, "usage": text("ID_FS_USAGE") ?? "", "uuid": text("ID_FS_UUID") ?? "",
                "version": text("ID_FS_VERSION") ?? "",
            ]
        }
        mapper = text("DM_NAME").map { mapped in
            [
                "device": name, "name": mapped, "uuid": text("DM_UUID") ?? "", "vg_name": text("DM_VG_NAME") ?? "",
                "lv_name": text("DM_LV_NAME") ?? "", "lv_layer": text("DM_LV_LAYER") ?? "",
            ]
        }
        let isATA = text("ID_ATA") != nil
        ata = DiskFamilies.ata.map { property, _ in isATA ? text(property).flatMap(Double.init) : nil }
    }
}
