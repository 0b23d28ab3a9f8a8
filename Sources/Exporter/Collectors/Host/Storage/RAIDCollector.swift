import ProcFS
import Prometheus

/// `node_md_*`: software RAID arrays.
struct RAIDCollector: Collector {
    let name = "mdadm"
    let files: HostFiles
    let sysfs: SysFS

    private static func family(_ name: String, _ help: String) -> MetricFamily {
        MetricFamily("node_md_\(name)", .gauge, help: help)
    }

    private static let blocks = family("blocks", "Blocks of 1024 bytes an array holds.")
    private static let syncedBlocks = family("blocks_synced", "Blocks of it that the work under way has done, or all.")
    private static let disks = family("disks", "Disks in an array's service, faulty, and standing by.")
    private static let disksRequired = family("disks_required", "Disks an array in service should have.")
    private static let state = family("state", "What an array does, or else is.")
    private static let raidDisks = family("raid_disks", "Disks an array has when it is whole.")
    private static let degraded = family("degraded", "Disks missing from an array.")

    private static let states: [(name: String, state: RAIDArray.State)] = [
        ("active", .active), ("inactive", .inactive), ("recovering", .recovering), ("resync", .resyncing), ("check", .checking),
    ]

    func collect(into sink: inout MetricSink) throws {
        let (arrays, disks) = try files.read { procfs, reader in
            (try procfs.raidArrays(with: &reader), try sysfs.raidDisks(with: &reader))
        }
        if !arrays.isEmpty { write(arrays, into: &sink) }
        let wholes = disks.compactMap { disks in disks.required.map { (disks.name, $0) } }
        if !wholes.isEmpty {
            sink.begin(Self.raidDisks)
            for (name, required) in wholes { sink.sample("device", name, required) }
        }
        if !disks.isEmpty {
            sink.begin(Self.degraded)
            for disks in disks { sink.sample("device", disks.name, disks.missing) }
        }
    }

    private func write(_ arrays: [RAIDArray], into sink: inout MetricSink) {
        sink.begin(Self.blocks)
        for array in arrays { sink.sample("device", array.name, array.blocks) }
        sink.begin(Self.syncedBlocks)
        for array in arrays { sink.sample("device", array.name, array.syncedBlocks) }
        sink.begin(Self.disks)
        for array in arrays {
            sink.sample("device", array.name, "state", "active", array.activeDisks)
            sink.sample("device", array.name, "state", "failed", array.failedDisks)
            sink.sample("device", array.name, "state", "spare", array.spareDisks)
        }
        sink.begin(Self.disksRequired)
        for array in arrays { sink.sample("device", array.name, array.requiredDisks) }
        sink.begin(Self.state)
        for array in arrays {
            for (name, state) in Self.states { sink.sample("device", array.name, "state", name, array.state == state) }
        }
    }
}
