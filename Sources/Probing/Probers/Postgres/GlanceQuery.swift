/// A question to a database's own views, answered in rows of a metric's name, its label's value and its value.
///
/// Asked with no schema but the system's in the search path, for users may have made others of the same names.
struct GlanceQuery {
    /// For messages.
    let name: String
    let sql: String

    /// Those that every server can be asked, as its version has them.
    static func all(forVersion version: Int) -> [GlanceQuery] {
        [server, activity, database(version), checkpoints(version), replication, slots]
    }

    private static let server = GlanceQuery(
        name: "server",
        sql: """
            SELECT v.name, NULL, v.value FROM (VALUES
                ('start_timestamp_seconds', extract(epoch FROM pg_postmaster_start_time())::float8),
                ('in_recovery', pg_is_in_recovery()::int::float8),
                ('connections_max', current_setting('max_connections')::float8),
                ('connections_reserved', current_setting('superuser_reserved_connections')::float8
                    + coalesce(current_setting('reserved_connections', true), '0')::float8)
            ) AS v(name, value)
            """)

    private static let activity = GlanceQuery(
        name: "activity",
        sql: """
            WITH clients AS (
                SELECT pid, state, wait_event_type, xact_start, query_start, state_change
                FROM pg_stat_activity WHERE backend_type = 'client backend' OR backend_type IS NULL
            ), others AS (
                SELECT * FROM clients WHERE pid <> pg_backend_pid()
            )
            SELECT 'connections', coalesce(state, 'hidden'), count(*)::float8 FROM clients GROUP BY 2
            UNION ALL
            SELECT 'connections_waiting', wait_event_type, count(*)::float8 FROM others
            WHERE state = 'active' AND wait_event_type IS NOT NULL GROUP BY 2
            UNION ALL
            SELECT v.name, NULL, greatest(0, coalesce(v.value, 0)) FROM (
                SELECT extract(epoch FROM max(clock_timestamp() - xact_start))::float8,
                    extract(epoch FROM max(clock_timestamp() - query_start) FILTER (WHERE state = 'active'))::float8,
                    extract(epoch FROM max(clock_timestamp() - state_change)
                        FILTER (WHERE state LIKE 'idle in transaction%'))::float8
                FROM others
            ) AS ages(oldest, longest, idle), LATERAL (VALUES
                ('oldest_transaction_seconds', oldest), ('longest_query_seconds', longest),
                ('longest_idle_transaction_seconds', idle)
            ) AS v(name, value)
            """)

    private static func database(_ version: Int) -> GlanceQuery {
        let since12 = "('checksum_failures_total', NULL, d.checksum_failures::float8),"
        let since14 = """
            ('sessions_total', NULL, d.sessions::float8), ('sessions_lost_total', 'abandoned', d.sessions_abandoned::float8),
            ('sessions_lost_total', 'fatal', d.sessions_fatal::float8),
            ('sessions_lost_total', 'killed', d.sessions_killed::float8),
            """
        return GlanceQuery(
            name: "database",
            sql: """
                SELECT v.name, v.label, v.value
                FROM pg_stat_database d JOIN pg_database c ON c.oid = d.datid, LATERAL (VALUES
                    ('transactions_committed_total', NULL, d.xact_commit::float8),
                    ('transactions_rolled_back_total', NULL, d.xact_rollback::float8),
                    ('deadlocks_total', NULL, d.deadlocks::float8), ('conflicts_total', NULL, d.conflicts::float8),
                    \(version >= 120000 ? since12 : "")
                    \(version >= 140000 ? since14 : "")
                    ('transaction_id_age', NULL, age(c.datfrozenxid)::float8),
                    ('statistics_reset_timestamp_seconds', NULL, extract(epoch FROM d.stats_reset)::float8),
                    ('rows_returned_total', NULL, d.tup_returned::float8), ('rows_fetched_total', NULL, d.tup_fetched::float8),
                    ('rows_inserted_total', NULL, d.tup_inserted::float8), ('rows_updated_total', NULL, d.tup_updated::float8),
                    ('rows_deleted_total', NULL, d.tup_deleted::float8), ('blocks_read_total', NULL, d.blks_read::float8),
                    ('blocks_hit_total', NULL, d.blks_hit::float8),
                    ('block_read_seconds_total', NULL, d.blk_read_time / 1000),
                    ('block_write_seconds_total', NULL, d.blk_write_time / 1000),
                    ('temporary_files_total', NULL, d.temp_files::float8), ('temporary_bytes_total', NULL, d.temp_bytes::float8)
                ) AS v(name, label, value)
                WHERE d.datname = current_database()
                """)
    }

    /// PostgreSQL 17 moved them to a view of their own.
    private static func checkpoints(_ version: Int) -> GlanceQuery {
        let isNew = version >= 170000
        let columns =
            isNew
            ? ["num_timed", "num_requested", "write_time", "sync_time"]
            : ["checkpoints_timed", "checkpoints_req", "checkpoint_write_time", "checkpoint_sync_time"]
        return GlanceQuery(
            name: "checkpoints",
            sql: """
                SELECT v.name, v.label, v.value
                FROM \(isNew ? "pg_stat_checkpointer" : "pg_stat_bgwriter") c, LATERAL (VALUES
                    ('checkpoints_total', 'timed', c.\(columns[0])::float8),
                    ('checkpoints_total', 'requested', c.\(columns[1])::float8),
                    ('checkpoint_write_seconds_total', NULL, c.\(columns[2]) / 1000),
                    ('checkpoint_sync_seconds_total', NULL, c.\(columns[3]) / 1000)
                ) AS v(name, label, value)
                """)
    }

    /// How far this server's log has come: what it has written, or on a standby received.
    private static let here = """
        CASE WHEN pg_is_in_recovery()
            THEN coalesce(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
            ELSE pg_current_wal_lsn() END
        """

    private static let replication = GlanceQuery(
        name: "replication",
        sql: """
            SELECT v.name, NULL, v.value FROM (
                SELECT pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn(),
                    (SELECT count(*) FROM pg_stat_wal_receiver)
            ) AS s(received, replayed, receivers), LATERAL (VALUES
                ('replication_lag_seconds', CASE WHEN received = replayed THEN 0 ELSE greatest(0,
                    extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()))::float8 END),
                ('replication_lag_bytes', greatest(0, pg_wal_lsn_diff(received, replayed))::float8),
                ('replication_is_streaming', least(1, receivers)::float8)
            ) AS v(name, value) WHERE pg_is_in_recovery()
            UNION ALL
            SELECT 'standbys', NULL, count(*)::float8 FROM pg_stat_replication
            UNION ALL
            (SELECT v.name, s.standby, v.value FROM (
                SELECT coalesce(application_name, 'hidden') AS standby,
                    coalesce(extract(epoch FROM max(replay_lag)), 0)::float8 AS seconds,
                    max(pg_wal_lsn_diff(\(here), replay_lsn))::float8 AS bytes
                FROM pg_stat_replication GROUP BY 1 ORDER BY 3 DESC NULLS LAST LIMIT 20
            ) AS s, LATERAL (VALUES
                ('standby_lag_seconds', s.seconds), ('standby_lag_bytes', greatest(0, s.bytes))
            ) AS v(name, value))
            """)

    private static let slots = GlanceQuery(
        name: "slots",
        sql: """
            SELECT v.name, s.slot_name::text, v.value FROM (
                SELECT slot_name, active, pg_wal_lsn_diff(\(here), restart_lsn) AS bytes
                FROM pg_replication_slots ORDER BY 3 DESC NULLS LAST LIMIT 20
            ) AS s, LATERAL (VALUES
                ('slot_retained_bytes', greatest(0, s.bytes)::float8), ('slot_active', s.active::int::float8)
            ) AS v(name, value)
            """)

    /// Where an extension has been put is its installer's choice.
    static let statementsPlace = GlanceQuery(
        name: "statements",
        sql: """
            SELECT n.nspname::text, e.extversion::text FROM pg_extension e
            JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_stat_statements'
            """)

    /// The costliest statements of the database, by number: their texts may hold what is nobody's business.
    static func statements(in schema: String, version: String, most: Int) -> GlanceQuery {
        let quoted = "\"" + schema.replacing("\"", with: "\"\"") + "\""
        let parts = version.split(separator: ".").map { Int($0) ?? 0 }
        // Planning got a time of its own in 1.8.
        let time = parts.lexicographicallyPrecedes([1, 8]) ? "total_time" : "total_exec_time"
        return GlanceQuery(
            name: "statements",
            sql: """
                SELECT v.name, q.queryid::text, v.value FROM (
                    SELECT queryid, sum(calls)::float8 AS calls, sum(\(time))::float8 AS milliseconds, sum(rows)::float8 AS rows,
                        sum(shared_blks_read)::float8 AS blocks
                    FROM \(quoted).pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
                    WHERE d.datname = current_database() AND queryid IS NOT NULL
                    GROUP BY queryid ORDER BY milliseconds DESC LIMIT \(most)
                ) AS q, LATERAL (VALUES
                    ('statement_calls_total', q.calls), ('statement_seconds_total', q.milliseconds / 1000),
                    ('statement_rows_total', q.rows), ('statement_blocks_read_total', q.blocks)
                ) AS v(name, value)
                """)
    }
}
