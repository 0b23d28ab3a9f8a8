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
            sink.begin(DiskFamilies.info)
            for disk in disks { sink.sample(known[disk].info, 1) }
            for (family, column, unit) in DiskFamilies.columns where disks.contains(where: { $0[column] != nil }) {
                sink.begin(family)
                for disk in disks {
                    guard let value = disk[column] else { continue }
                    sink.label(known[disk].device)
                    unit.write(value, into: &sink)
                }
            }
            write(DiskFamilies.filesystem, of: disks.compactMap { known[$0].filesystem }, into: &sink)
            write(DiskFamilies.mapper, of: disks.compactMap { known[$0].mapper }, into: &sink)
            for (index, (_, family)) in DiskFamilies.ata.enumerated() {
                guard disks.contains(where: { known[$0].ata[index] != nil }) else { continue }
                sink.begin(family)
                for disk in disks {
                    if let value = known[disk].ata[index] { sink.sample(known[disk].device, value) }
                }
            }
        }
    }

    private func write(_ family: MetricFamily, of disks: [Labels], into sink: inout MetricSink) {
        guard !disks.isEmpty else { return }
        sink.begin(family)
        for disk in disks { sink.sample(disk, 1) }
    }
}
