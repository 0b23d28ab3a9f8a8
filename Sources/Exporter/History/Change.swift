import Diagnosis
import WhatsApp

/// A row to be kept, in place of the one with the same key.
enum Change: Sendable, Equatable {
    case uptime(UptimeRow)
    case baseline(BaselineRow)
    case home(EdgeHomeRow)
    case incident(IncidentRow)
    /// Added, never replaced: one whose key is taken is refused.
    case note(NoteRow)

    enum Key: Hashable, Sendable {
        case uptime(Component, start: Double, widthSeconds: Double)
        case baseline(String)
        case home(String, hour: Int, edge: String)
        case incident(String)
        case note(incident: String, Int)
    }

    var key: Key {
        switch self {
        case .uptime(let row): .uptime(row.component, start: row.start, widthSeconds: row.widthSeconds)
        case .baseline(let row): .baseline(row.key)
        case .home(let row): .home(row.key, hour: row.hour, edge: row.edge)
        case .incident(let row): .incident(row.id)
        case .note(let row): .note(incident: row.incident, row.id)
        }
    }

    /// Whether all its numbers are finite: no database keeps a NaN.
    var isSound: Bool {
        switch self {
        case .uptime(let row): [row.start, row.widthSeconds, row.upSeconds, row.downSeconds].allSatisfy(\.isFinite)
        case .baseline(let row): row.at.isFinite
        case .home: true
        case .incident(let row): row.openedAt.isFinite && row.resolvedAt?.isFinite != false
        case .note(let row): row.at.isFinite
        }
    }

    /// About the memory it takes while it waits.
    var sizeBytes: Int {
        let variable =
            switch self {
            case .uptime(let row): row.latencies.count
            case .baseline(let row): row.key.utf8.count + row.bytes.count
            case .home(let row): row.key.utf8.count + row.edge.utf8.count
            case .incident(let row): row.document.count
            case .note(let row): row.author.utf8.count + row.text.utf8.count
            }
        return 256 + variable
    }

    /// What a person has written or will read cannot be measured again.
    var isPrecious: Bool {
        switch self {
        case .incident, .note: true
        case .uptime, .baseline, .home: false
        }
    }
}
