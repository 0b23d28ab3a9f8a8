import Prometheus

/// How the history fares.
struct StoreCollector: Collector {
    let name = "store"
    let history: History

    private static let persistent = MetricFamily(
        "whatsapp_store_persistent", .gauge,
        help: "Whether history is kept in a directory (--storage.path); without one it ends with the exporter.")
    private static let healthy = MetricFamily(
        "whatsapp_store_healthy", .gauge,
        help: "Whether the last attempt to write history succeeded; while it is 0, changes wait in memory.")
    private static let writes = MetricFamily(
        "whatsapp_store_writes_total", .counter, help: "Changes of history written to the disk.")
    private static let failures = MetricFamily(
        "whatsapp_store_write_failures_total", .counter,
        help: "Attempts to write history that failed, each of any number of changes; they are made again.")
    private static let pending = MetricFamily(
        "whatsapp_store_pending_changes", .gauge, help: "Changes of history that are not on the disk yet.")
    private static let dropped = MetricFamily(
        "whatsapp_store_dropped_changes_total", .counter,
        help: "Changes of history given up: no room to wait in, or no row the database takes.")
    private static let size = MetricFamily(
        "whatsapp_store_size_bytes", .gauge, help: "Size of the history's database and its log.")
    private static let lastWrite = MetricFamily(
        "whatsapp_store_last_write_timestamp_seconds", .gauge,
        help: "When history was last written to the disk; absent before the first time.")

    func collect(into sink: inout MetricSink) {
        let status = history.status
        sink.begin(Self.persistent)
        sink.sample(status.isPersistent)
        sink.begin(Self.healthy)
        sink.sample(status.isHealthy)
        sink.begin(Self.writes)
        sink.sample(status.writes)
        sink.begin(Self.failures)
        sink.sample(status.writeFailures)
        sink.begin(Self.pending)
        sink.sample(status.pending)
        sink.begin(Self.dropped)
        sink.sample(status.dropped)
        sink.begin(Self.size)
        sink.sample(status.sizeBytes)
        sink.begin(Self.lastWrite)
        if let time = status.lastWriteAt { sink.sample(time) }
    }
}
