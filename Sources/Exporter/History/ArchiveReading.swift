import Diagnosis
import Store
import WhatsApp

/// Reads a history back, passing over what cannot be understood.
struct ArchiveReading {
    /// Faults told one by one; the others are counted.
    private static let faultLimit = 20
    private static let spanSeconds = 31.0 * 86_400
    private static let incidents =
        "FROM incident WHERE resolved IS NULL OR rowid IN (SELECT rowid FROM incident ORDER BY opened DESC LIMIT 500)"

    private var faults: [String] = []
    private var faultCount = 0

    /// - Parameter now: Unix seconds.
    static func remember(from database: borrowing Database, at now: Double) throws(StoreError) -> Remembered {
        var reading = ArchiveReading()
        var remembered = try reading.read(database, since: now - spanSeconds)
        remembered.faults = reading.faults
        if reading.faultCount > faultLimit { remembered.faults.append("\(reading.faultCount - faultLimit) more rows like these") }
        return remembered
    }

    private mutating func read(_ database: borrowing Database, since start: Double) throws(StoreError) -> Remembered {
        var remembered = Remembered()
        remembered.uptime = try rows(
            of: "uptime", database,
            "SELECT rowid, component, start, width, up, down, probes, failures, latencies FROM uptime WHERE start >= ? "
                + "ORDER BY start", .real(start)
        ) { row throws(RowFault) in
            let name = try row.text(1, "component")
            guard let component = Component(rawValue: name) else {
                throw RowFault("component \(name.debugDescription) is unknown")
            }
            return UptimeRow(
                component: component, start: try row.number(2, "start"), widthSeconds: try row.number(3, "width"),
                upSeconds: try row.number(4, "up"), downSeconds: try row.number(5, "down"), probes: try row.count(6, "probes"),
                failures: try row.count(7, "failures"), latencies: try row.bytes(8, "latencies"))
        }
        remembered.baselines = try rows(of: "baseline", database, "SELECT rowid, key, bytes, at FROM baseline ORDER BY key") {
            row throws(RowFault) in
            BaselineRow(key: try row.text(1, "key"), bytes: try row.bytes(2, "bytes"), at: try row.number(3, "at"))
        }
        remembered.homes = try rows(
            of: "edge_home", database,
            "SELECT rowid, key, hour, edge, count FROM edge_home WHERE hour * 3600.0 >= ? ORDER BY hour, key, edge", .real(start)
        ) { row throws(RowFault) in
            EdgeHomeRow(
                key: try row.text(1, "key"), hour: try row.count(2, "hour"), edge: try row.text(3, "edge"),
                count: try row.count(4, "count"))
        }
        remembered.incidents = try rows(
            of: "incident", database,
            "SELECT rowid, id, opened, resolved, verdict, document \(Self.incidents) ORDER BY opened, id"
        ) { row throws(RowFault) in
            IncidentRow(
                id: try row.text(1, "id"), openedAt: try row.number(2, "opened"),
                resolvedAt: row.value(3) == .null ? nil : try row.number(3, "resolved"), verdict: try row.text(4, "verdict"),
                document: Array(try row.text(5, "document").utf8))
        }
        remembered.notes = try rows(
            of: "note", database,
            "SELECT rowid, incident, id, at, author, text FROM note WHERE incident IN (SELECT id \(Self.incidents)) ORDER BY rowid"
        ) { row throws(RowFault) in
            NoteRow(
                incident: try row.text(1, "incident"), id: try row.count(2, "id"), at: try row.number(3, "at"),
                author: try row.text(4, "author"), text: try row.text(5, "text"))
        }
        // Absent from a history of the first version, read where it cannot be migrated.
        guard try database.integer("SELECT count(*) FROM sqlite_master WHERE name = 'journal'") == 1 else { return remembered }
        remembered.checkpoints = try rows(
            of: "checkpoint", database, "SELECT rowid, book, sequence, at, bytes FROM checkpoint ORDER BY book"
        ) { row throws(RowFault) in
            CheckpointRow(
                book: try row.text(1, "book"), sequence: try row.count(2, "sequence"), at: try row.number(3, "at"),
                bytes: try row.bytes(4, "bytes"))
        }
        remembered.entries = try rows(
            of: "journal", database, "SELECT sequence, book, bytes FROM journal ORDER BY book, sequence"
        ) { row throws(RowFault) in
            EntryRow(book: try row.text(1, "book"), sequence: try row.count(0, "sequence"), bytes: try row.bytes(2, "bytes"))
        }
        remembered.lastSequences = try Self.lastSequences(in: database)
        return remembered
    }

    /// The place of each book's last entry, be it in a checkpoint.
    static func lastSequences(in database: borrowing Database) throws(StoreError) -> [String: Int] {
        let statement = try database.prepare(
            "SELECT book, max(sequence) FROM "
                + "(SELECT book, sequence FROM journal UNION ALL SELECT book, sequence FROM checkpoint) GROUP BY book")
        var sequences: [String: Int] = [:]
        while try statement.next() {
            if let book = statement.text(0), let last = statement.integer(1) { sequences[book] = Int(last) }
        }
        return sequences
    }

    /// - Parameter query: its first column is the row's number.
    private mutating func rows<Row>(
        of table: String, _ database: borrowing Database, _ query: String, _ values: SQLValue...,
        decode: (borrowing Statement) throws(RowFault) -> Row
    ) throws(StoreError) -> [Row] {
        let statement = try database.prepare(query)
        try statement.bind(values)
        var rows: [Row] = []
        while try statement.next() {
            do throws(RowFault) {
                rows.append(try decode(statement))
            } catch {
                faultCount += 1
                guard faultCount <= Self.faultLimit else { continue }
                faults.append("table \(table), row \(statement.integer(0) ?? 0): \(error.description)")
            }
        }
        return rows
    }
}
