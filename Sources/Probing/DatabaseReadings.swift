/// What the readings of a database's glance are: the names, kinds and meanings of their metrics.
package enum DatabaseReadings {
    /// One metric.
    package struct Description: Sendable {
        /// The kinds a metric has in exposition.
        package enum Kind: Sendable { case gauge, counter }

        /// Without prefix: `connections`.
        package let name: String
        package let kind: Kind
        /// Its only label; `nil` without one.
        package let label: String?
        /// The help line.
        package let help: String
    }

    /// All that a glance may hold, in the order of exposition.
    package static let all: [Description] =
        server + activity + transactions + rows + blocks + sessions + checkpoints + replication + statements

    /// A metric by its name without prefix; `nil` for names of the configuration's.
    package static func description(of name: String) -> Description? { byName[name] }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    private static func gauge(_ name: String, by label: String? = nil, _ help: String) -> Description {
        Description(name: name, kind: .gauge, label: label, help: help)
    }

    private static func counter(_ name: String, by label: String? = nil, _ help: String) -> Description {
        Description(name: name, kind: .counter, label: label, help: help)
    }

    private static let server = [
        gauge("start_timestamp_seconds", "When the server started, in Unix seconds."),
        gauge("in_recovery", "Whether the server is a standby or recovers from a crash (1), or takes writes (0)."),
        gauge("connections_max", "Connections the server takes at most, those reserved included (max_connections)."),
        gauge("connections_reserved", "Connections kept for superusers and for roles with the right to reserved ones."),
    ]

    private static let activity = [
        gauge(
            "connections", by: "state",
            "Client connections to all databases by state; `hidden` are those whose state the probe's user may not see."),
        gauge(
            "connections_waiting", by: "wait_event_type",
            "Connections in the midst of a query that wait, by what they wait for. `Lock` is for other transactions."),
        gauge(
            "oldest_transaction_seconds",
            "Age of the oldest open transaction of a client, the probe's own excepted; 0 without one."),
        gauge("longest_query_seconds", "How long the longest running query has run, the probe's own excepted; 0 without one."),
        gauge(
            "longest_idle_transaction_seconds",
            "How long a client has left an open transaction idle at most; such a one holds its locks. 0 without one."),
    ]

    private static let transactions = [
        counter("transactions_committed_total", "Transactions committed in the probed database."),
        counter("transactions_rolled_back_total", "Transactions rolled back in the probed database."),
        counter("deadlocks_total", "Deadlocks found in the probed database."),
        counter("conflicts_total", "Queries cancelled on a standby because the primary's changes could not wait for them."),
        counter("checksum_failures_total", "Data pages whose checksum was wrong; absent where checksums are off."),
        gauge(
            "transaction_id_age",
            "Transactions since the oldest row of the probed database was frozen; near 2,147,483,648 the server takes no more."),
        gauge("statistics_reset_timestamp_seconds", "When the counters of the probed database began, in Unix seconds."),
    ]

    private static let rows = [
        counter("rows_returned_total", "Rows read by scans in the probed database, whether or not they were of use."),
        counter("rows_fetched_total", "Rows fetched through an index in the probed database."),
        counter("rows_inserted_total", "Rows inserted into the probed database."),
        counter("rows_updated_total", "Rows updated in the probed database."),
        counter("rows_deleted_total", "Rows deleted from the probed database."),
    ]

    private static let blocks = [
        counter("blocks_read_total", "Blocks the probed database asked the system for; it may have had them in memory."),
        counter("blocks_hit_total", "Blocks the probed database found in its own memory."),
        counter("block_read_seconds_total", "Time spent reading blocks; stays 0 unless track_io_timing is on."),
        counter("block_write_seconds_total", "Time spent writing blocks; stays 0 unless track_io_timing is on."),
        counter("temporary_files_total", "Temporary files the probed database's queries wrote for want of memory."),
        counter("temporary_bytes_total", "Bytes the probed database's queries wrote to temporary files."),
    ]

    private static let sessions = [
        counter("sessions_total", "Sessions begun in the probed database; since PostgreSQL 14."),
        counter(
            "sessions_lost_total", by: "cause",
            "Sessions ended by a client's disappearance, a fatal error or an operator; since 14."),
    ]

    private static let checkpoints = [
        counter(
            "checkpoints_total", by: "trigger",
            "Checkpoints, begun by the clock (`timed`) or by too much to write (`requested`)."),
        counter("checkpoint_write_seconds_total", "Time checkpoints spent writing, which is stretched on purpose."),
        counter("checkpoint_sync_seconds_total", "Time checkpoints spent waiting for the disks."),
    ]

    private static let replication = [
        gauge(
            "replication_lag_seconds",
            "On a standby: age of the last transaction replayed; 0 when all that arrived is replayed."),
        gauge("replication_lag_bytes", "On a standby: what has arrived of the primary's log and is not replayed."),
        gauge(
            "replication_is_streaming",
            "On a standby: whether it is connected to its primary. Without that a lag of 0 means nothing."),
        gauge("standbys", "Standbys and other receivers connected to this server."),
        gauge(
            "standby_lag_seconds", by: "standby",
            "What commits would wait for a standby to have replayed them; 0 when it has caught up."),
        gauge("standby_lag_bytes", by: "standby", "How much of this server's log a standby has not replayed."),
        gauge("slot_retained_bytes", by: "slot", "Log kept on disk for a replication slot."),
        gauge("slot_active", by: "slot", "Whether a replication slot is in use."),
    ]

    private static let statements = [
        counter("statement_calls_total", by: "queryid", "How often a statement ran, for those that cost most time in all."),
        counter("statement_seconds_total", by: "queryid", "Time a statement took to run, in all."),
        counter("statement_rows_total", by: "queryid", "Rows a statement gave or touched."),
        counter("statement_blocks_read_total", by: "queryid", "Blocks a statement asked the system for."),
    ]
}
