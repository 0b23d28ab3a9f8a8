import Diagnosis
import Store
import WhatsApp

/// The statements of one transaction.
struct ArchiveWriting: ~Copyable {
    private let uptime: Statement
    private let baseline: Statement
    private let home: Statement
    private let incident: Statement
    private let note: Statement

    private static let uptimeText = """
        INSERT INTO uptime (component, start, width, up, down, probes, failures, latencies) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (component, start, width) DO UPDATE SET up = excluded.up, down = excluded.down, probes = excluded.probes,
        failures = excluded.failures, latencies = excluded.latencies
        """
    private static let baselineText = """
        INSERT INTO baseline (key, bytes, at) VALUES (?, ?, ?)
        ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes, at = excluded.at
        """
    private static let homeText = """
        INSERT INTO edge_home (key, hour, edge, count) VALUES (?, ?, ?, ?)
        ON CONFLICT (key, hour, edge) DO UPDATE SET count = excluded.count
        """
    // Not REPLACE, which deletes the row first, and its notes with it.
    private static let incidentText = """
        INSERT INTO incident (id, opened, resolved, verdict, document) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET opened = excluded.opened, resolved = excluded.resolved, verdict = excluded.verdict,
        document = excluded.document
        """
    private static let noteText = "INSERT INTO note (incident, id, at, author, text) VALUES (?, ?, ?, ?, ?)"

    init(_ database: borrowing Database) throws(StoreError) {
        let uptime = try database.prepare(Self.uptimeText)
        let baseline = try database.prepare(Self.baselineText)
        let home = try database.prepare(Self.homeText)
        let incident = try database.prepare(Self.incidentText)
        let note = try database.prepare(Self.noteText)
        self.uptime = uptime
        self.baseline = baseline
        self.home = home
        self.incident = incident
        self.note = note
    }

    borrowing func write(_ change: Change) throws(StoreError) {
        switch change {
        case .uptime(let row):
            try uptime.run(
                .text(row.component.rawValue), .real(row.start), .real(row.widthSeconds), .real(row.upSeconds),
                .real(row.downSeconds), .integer(Int64(row.probes)), .integer(Int64(row.failures)), .blob(row.latencies))
        case .baseline(let row):
            try baseline.run(.text(row.key), .blob(row.bytes), .real(row.at))
        case .home(let row):
            try home.run(.text(row.key), .integer(Int64(row.hour)), .text(row.edge), .integer(Int64(row.count)))
        case .incident(let row):
            try incident.run(
                .text(row.id), .real(row.openedAt), row.resolvedAt.map { .real($0) } ?? .null, .text(row.verdict),
                .text(String(decoding: row.document, as: UTF8.self)))
        case .note(let row):
            try note.run(
                .text(row.incident), .integer(Int64(row.id)), .real(row.at), .text(row.author), .text(row.text))
        }
    }
}
