import ProcFS
import Prometheus
import Synchronization

/// `node_disk_*`: what disks have done, and what udev knows of them.
final class DiskStatsCollector: Collector {
    let name = "diskstats"
    private let files: HostFiles
    private let known: Mutex<KnownDisks>

    /// - Throws: when an expression is none.
    init(_ context: HostContext) throws {
        files = context.files()
        known = Mutex(
            KnownDisks(filter: try NameFilter(context.settings.diskDevices), sysfs: context.sysfs, udevData: context.udevData))
    }

    func collect(into sink: inout MetricSink) throws {
        try known.withLock { known in
            let disks = try files.read { procfs, reader in
                let disks = try procfs.diskStats(with: &reader) { known.admits($0, $1) }
                for disk in disks { known.refresh(disk.position, with: &reader) }
                return disks
            }
            guard !disks.isEmpty else { return }
            write(disks, of: known.disks, into: &sink)
        }
    }

    private func write(_ disks: [DiskStat], of known: [KnownDisk], into sink: inout MetricSink) {
        sink.begin(DiskFamilies.info)
        for disk in disks { sink.sample(known[disk.position].info, 1) }
        for (family, column, unit) in DiskFamilies.columns where disks.contains(where: { $0[column] != nil }) {
            sink.begin(family)
            for disk in disks {
                guard let value = disk[column] else { continue }
                sink.label(known[disk.position].device)
                unit.write(value, into: &sink)
            }
        }
        for (family, labels) in [(DiskFamilies.filesystem, \KnownDisk.filesystem), (DiskFamilies.mapper, \.mapper)] {
            let told = disks.compactMap { known[$0.position][keyPath: labels] }
            if told.isEmpty { continue }
            sink.begin(family)
            for labels in told { sink.sample(labels, 1) }
        }
        for (index, (_, family)) in DiskFamilies.ata.enumerated() {
            let told = disks.filter { known[$0.position].ata[index] != nil }
            if told.isEmpty { continue }
            sink.begin(family)
            for disk in told {
                if let value = known[disk.position].ata[index] { sink.sample(known[disk.position].device, value) }
            }
        }
    }
}
