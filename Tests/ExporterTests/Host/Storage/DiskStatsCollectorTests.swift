import Foundation
import Testing

@testable import Exporter

@Suite struct DiskStatsCollectorTests {
    private let host = HostFilesOnDisk()

    private func collector(_ devices: NamePatterns = HostSettings().diskDevices) throws -> DiskStatsCollector {
        var settings = HostSettings()
        settings.diskDevices = devices
        return try DiskStatsCollector(HostContext(paths: host.paths, settings: settings))
    }

    private static let stats = """
           7       0 loop0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17
           8       0 sda 25354637 34367663 1003346126 18492372 28444756 11134226 505697032 63877960 0 9653880 82621804
         259       0 nvme0n1 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17
         259       1 nvme0n1p1 1 2 3 4 5 6 7 8 9 10 11

        """

    /// Doubles as node_exporter's arithmetic gives them.
    @Test(
        arguments: [
            #"node_disk_io_time_seconds_total{device="sda"} 9653.880000000001"#,
            #"node_disk_read_bytes_total{device="sda"} 513713216512"#,
            #"node_disk_read_time_seconds_total{device="sda"} 18492.372"#, #"node_disk_io_now{device="nvme0n1"} 9"#,
            #"node_disk_discarded_sectors_total{device="nvme0n1"} 14"#,
            #"node_disk_discard_time_seconds_total{device="nvme0n1"} 0.015"#,
            #"node_disk_flush_requests_total{device="nvme0n1"} 16"#,
        ])
    func valueIsNodeExporters(sample: String) throws {
        try host.write(Self.stats, to: "proc/diskstats")
        #expect(try samples(of: collector()).contains(sample))
    }

    @Test func columnsADiskLacksAreLeftOut() throws {
        try host.write(Self.stats, to: "proc/diskstats")
        let samples = try samples(of: collector())
        #expect(samples.filter { $0.contains(#"{device="sda"}"#) }.count == 11)
        #expect(samples.filter { $0.contains(#"{device="nvme0n1"}"#) }.count == 17)
        #expect(!samples.contains { $0.contains("loop0") || $0.contains("nvme0n1p1") })
    }

    @Test func expressionsChooseDisks() throws {
        try host.write(Self.stats, to: "proc/diskstats")
        let included = try samples(of: collector(NamePatterns(include: "loop|p1$")))
        #expect(Set(included.compactMap { $0.split(separator: "\"").dropFirst().first }) == ["loop0", "nvme0n1p1"])
        #expect(try samples(of: collector(NamePatterns(exclude: "."))) == [])
    }

    @Test func infoIsWhatUdevSays() throws {
        try host.write("8 0 sda 1 2 3 4 5 6 7 8 9 10 11\n", to: "proc/diskstats")
        try host.write("1\n", to: "sys/block/sda/queue/rotational")
        try host.write(
            """
            S:disk/by-id/x
            E:ID_ATA=1
            E:ID_ATA_ROTATION_RATE_RPM=7200
            E:ID_ATA_WRITE_CACHE=1
            E:ID_ATA_WRITE_CACHE_ENABLED=?
            E:ID_MODEL=A "model"
            E:ID_SERIAL=model_long
            E:ID_SERIAL_SHORT=short
            E:ID_PATH=pci=1
            E:ID_FS_TYPE=ext4
            E:DM_NAME=
            I:4
            """, to: "udev/b8:0")
        let samples = try samples(of: collector())
        #expect(
            samples.first == #"node_disk_info{device="sda",major="8",minor="0",path="pci=1",wwn="",model="A \"model\"","#
                + #"serial="short",revision="",rotational="1"} 1"#)
        #expect(
            samples.suffix(3) == [
                #"node_disk_filesystem_info{device="sda",type="ext4",usage="",uuid="",version=""} 1"#,
                #"node_disk_ata_rotation_rate_rpm{device="sda"} 7200"#, #"node_disk_ata_write_cache{device="sda"} 1"#,
            ])
    }

    @Test func infoFollowsUdev() throws {
        let collector = try collector()
        try host.write("253 0 dm-0 1 2 3 4 5 6 7 8 9 10 11\n", to: "proc/diskstats")
        #expect(try samples(of: collector).last?.contains("node_disk_io_time_weighted") == true)
        let mapped =
            #"node_disk_device_mapper_info{device="dm-0",name="vg-root",uuid="u",vg_name="vg",lv_name="root",lv_layer=""} 1"#
        try host.write("E:DM_NAME=vg-root\nE:DM_UUID=u\nE:DM_VG_NAME=vg\nE:DM_LV_NAME=root\n", to: "udev/b253:0")
        #expect(try samples(of: collector).last == mapped)
        try FileManager.default.removeItem(atPath: host.path("udev/b253:0"))
        #expect(try samples(of: collector).contains(mapped) == false)
    }

    @Test func nameOfOldControllersDiskIsFoundInSysfs() throws {
        try host.write("104 0 cciss/c0d0 1 2 3 4 5 6 7 8 9 10 11\n", to: "proc/diskstats")
        try host.write("1\n", to: "sys/block/cciss!c0d0/queue/rotational")
        #expect(try samples(of: collector()).first?.hasSuffix(#"rotational="1"} 1"#) == true)
    }

    @Test func disksMayComeAndGo() throws {
        let collector = try collector()
        let numbers = "1 2 3 4 5 6 7 8 9 10 11\n"
        func devices() throws -> [Substring] {
            try samples(of: collector).filter { $0.hasPrefix("node_disk_io_now") }.map { $0.split(separator: "\"")[1] }
        }
        try host.write("8 0 sda \(numbers)8 16 sdb \(numbers)", to: "proc/diskstats")
        #expect(try devices() == ["sda", "sdb"])
        try host.write("8 16 sdb \(numbers)", to: "proc/diskstats")
        #expect(try devices() == ["sdb"])
        try host.write("7 0 loop0 \(numbers)8 0 sda \(numbers)8 16 sdb \(numbers)8 32 sdc \(numbers)", to: "proc/diskstats")
        #expect(try devices() == ["sda", "sdb", "sdc"])
        try host.write("", to: "proc/diskstats")
        #expect(try samples(of: collector) == [])
    }
}
