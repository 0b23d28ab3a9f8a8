import Store

extension Schema {
    /// The tables of a history. Times are Unix seconds.
    ///
    /// A migration that has been released is never changed: the next one is added.
    static let history = Schema(
        applicationID: 0x5761_5374,  // "WaSt"
        migrations: [
            """
            CREATE TABLE uptime (
                component TEXT NOT NULL, start REAL NOT NULL, width REAL NOT NULL, up REAL NOT NULL, down REAL NOT NULL,
                probes INTEGER NOT NULL, failures INTEGER NOT NULL, latencies BLOB NOT NULL,
                PRIMARY KEY (component, start, width));
            CREATE TABLE baseline (key TEXT PRIMARY KEY NOT NULL, bytes BLOB NOT NULL, at REAL NOT NULL);
            CREATE TABLE edge_home (
                key TEXT NOT NULL, hour INTEGER NOT NULL, edge TEXT NOT NULL, count INTEGER NOT NULL,
                PRIMARY KEY (key, hour, edge));
            CREATE TABLE incident (
                id TEXT PRIMARY KEY NOT NULL, opened REAL NOT NULL, resolved REAL, verdict TEXT NOT NULL,
                document TEXT NOT NULL);
            CREATE TABLE note (
                incident TEXT NOT NULL REFERENCES incident(id) ON DELETE CASCADE, id INTEGER NOT NULL, at REAL NOT NULL,
                author TEXT NOT NULL, text TEXT NOT NULL,
                PRIMARY KEY (incident, id));
            CREATE TRIGGER note_is_never_changed BEFORE UPDATE ON note
            BEGIN SELECT RAISE(ABORT, 'notes are never changed'); END;
            """,
            """
            CREATE TABLE journal (
                book TEXT NOT NULL, sequence INTEGER NOT NULL, bytes BLOB NOT NULL,
                PRIMARY KEY (book, sequence)) WITHOUT ROWID;
            CREATE TABLE checkpoint (
                book TEXT PRIMARY KEY NOT NULL, sequence INTEGER NOT NULL, at REAL NOT NULL, bytes BLOB NOT NULL);
            """,
        ])
}
