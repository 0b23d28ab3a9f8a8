import ProcFS
import Prometheus

/// The families of ``DiskStatsCollector``.
enum DiskFamilies {
    /// What a column counts.
    enum Unit {
        case count
        /// Of 512 bytes, whatever the disk's own are.
        case sectors
        case milliseconds

        /// Ends the sample under way.
        func write(_ value: UInt64, into sink: inout MetricSink) {
            switch self {
            case .count: sink.value(value)
            case .sectors: sink.value(Double(value) * 512)
            // A product, as node_exporter has it: the quotient by 1000 would round some differently.
            case .milliseconds: sink.value(Double(value) * 0.001)
            }
        }
    }

    static let info = MetricFamily("node_disk_info", .gauge, help: "Each disk, by its numbers and by what udev knows of it.")
    static let filesystem = MetricFamily(
        "node_disk_filesystem_info", .gauge, help: "What udev found written on a disk: a file system or the like.")
    static let mapper = MetricFamily(
        "node_disk_device_mapper_info", .gauge, help: "The device mapper's names of a disk, those of logical volumes among them.")

    /// Each with the property of udev's it comes from.
    static let ata = [
        ("ID_ATA_ROTATION_RATE_RPM", family("ata_rotation_rate_rpm", .gauge, "Turns of an ATA disk in a minute, 0 for none.")),
        ("ID_ATA_WRITE_CACHE", family("ata_write_cache", .gauge, "Whether an ATA disk has a write cache.")),
        ("ID_ATA_WRITE_CACHE_ENABLED", family("ata_write_cache_enabled", .gauge, "Whether an ATA disk's write cache is on.")),
    ]

    static let columns: [(family: MetricFamily, column: DiskStat.Column, unit: Unit)] = [
        (family("reads_completed_total", .counter, "Reads that succeeded."), .reads, .count),
        (family("reads_merged_total", .counter, "Reads made part of a neighbour."), .readsMerged, .count),
        (family("read_bytes_total", .counter, "Bytes read."), .sectorsRead, .sectors),
        (family("read_time_seconds_total", .counter, "Time reads took, summed over them."), .readMilliseconds, .milliseconds),
        (family("writes_completed_total", .counter, "Writes that succeeded."), .writes, .count),
        (family("writes_merged_total", .counter, "Writes made part of a neighbour."), .writesMerged, .count),
        (family("written_bytes_total", .counter, "Bytes written."), .sectorsWritten, .sectors),
        (family("write_time_seconds_total", .counter, "Time writes took, summed over them."), .writeMilliseconds, .milliseconds),
        (family("io_now", .gauge, "Requests under way."), .inFlight, .count),
        (family("io_time_seconds_total", .counter, "Time in which a request was under way."), .busyMilliseconds, .milliseconds),
        (
            family("io_time_weighted_seconds_total", .counter, "Time requests were under way, summed over them."),
            .weightedMilliseconds, .milliseconds
        ),
        (family("discards_completed_total", .counter, "Discards that succeeded."), .discards, .count),
        (family("discards_merged_total", .counter, "Discards made part of a neighbour."), .discardsMerged, .count),
        (family("discarded_sectors_total", .counter, "Sectors of 512 bytes discarded."), .sectorsDiscarded, .count),
        (
            family("discard_time_seconds_total", .counter, "Time discards took, summed over them."), .discardMilliseconds,
            .milliseconds
        ),
        (family("flush_requests_total", .counter, "Flushes that succeeded."), .flushes, .count),
        (
            family("flush_requests_time_seconds_total", .counter, "Time flushes took, summed over them."), .flushMilliseconds,
            .milliseconds
        ),
    ]

    private static func family(_ name: String, _ type: MetricType, _ help: String) -> MetricFamily {
        MetricFamily("node_disk_\(name)", type, help: help)
    }
}
