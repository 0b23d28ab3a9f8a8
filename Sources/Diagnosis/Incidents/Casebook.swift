import WhatsApp

/// Makes incidents of conclusions: a function of what is concluded and when.
///
/// An incident spans the scopes that come into the same trouble. While it is open, another verdict or another scope is news
/// of it, not an incident of its own, unless the scopes' verdicts come to lay the blame on different sides. It is closed once
/// all has been well for a while; trouble within that while is still the same. `unknown` neither opens nor closes, but for
/// evidence that goes on contradicting itself.
package struct Casebook: Sendable {
    /// When to open and close.
    package struct Settings: Sendable, Equatable {
        /// How long a verdict must stand before an incident is opened; hysteresis stands behind it already.
        package var openAfterSeconds = 0.0
        /// How long all must have been well before it is closed.
        package var resolveAfterSeconds = 120.0
        /// How long a part that no verdict hangs on must fail.
        package var minorAfterSeconds = 300.0

        package init() {}
    }

    /// The oldest first, at most ``limit``.
    package internal(set) var incidents: [Incident] = []
    package var settings: Settings {
        // What is due follows from them.
        didSet { seen.revision = 0 }
    }

    /// The open or last joined incident of each scope, while it is open.
    var cases: [Scope: String] = [:]
    var components: [Component: ComponentCase] = [:]
    /// When to look again though nothing changes.
    var due = -Double.infinity
    /// The conclusion last seen.
    private var seen: (revision: UInt64, at: Double) = (0, 0)
    private var touched: [String] = []
    /// The highest number given on each day.
    private var numbers: [String: Int] = [:]

    /// Incidents it holds at most; the oldest resolved one makes room.
    package static let limit = 500
    /// How long evidence must contradict itself to be an incident.
    static let conflictSeconds = 120.0
    /// How often the cause of an open incident is written anew when only its figures change.
    static let causeSeconds = 60.0

    package init(_ settings: Settings = Settings()) {
        self.settings = settings
    }

    /// Takes in what one diagnosis concludes now.
    ///
    /// Cheap when that is what was concluded before (``Conclusion/revision``), so it may be called after each probe.
    /// - Returns: the incidents this opened, changed or closed, the oldest first.
    package mutating func review(_ conclusion: Conclusion) -> [Incident] {
        guard UTCTime.range.contains(conclusion.at) else { return [] }
        let isSame = conclusion.revision == seen.revision && conclusion.revision > 0
        let isPassing = seen.at <= conclusion.at && conclusion.at < due
        seen = (conclusion.revision, conclusion.at)
        if isSame && isPassing { return [] }
        touched = []
        due = .infinity
        assignScopes(by: conclusion)
        for id in openIDs(.major) { follow(id, by: conclusion) }
        followComponents(by: conclusion)
        let touched = Set(touched)
        return touched.isEmpty ? [] : incidents.filter { touched.contains($0.id) }
    }

    /// Takes back what was kept, as after a start. Incidents it has already stay as they are.
    /// - Parameter time: now, in Unix seconds.
    package mutating func restore(_ remembered: [Incident], at time: Double) {
        let known = Set(incidents.map(\.id))
        var byID: [String: Incident] = [:]
        for incident in remembered where !known.contains(incident.id) { byID[incident.id] = incident }
        for id in byID.keys where byID[id]?.isOpen == true {
            byID[id]?.record(.interrupted, at: time, "The exporter has started anew; what happened before that was not seen.")
        }
        incidents = (byID.values + incidents).sorted { ($0.detectedAt, $0.id) < ($1.detectedAt, $1.id) }
        trim()
        for incident in incidents {
            keepNumber(of: incident.id)
            guard incident.isOpen else { continue }
            switch incident.severity {
            case .major: for scope in incident.scopes { cases[scope] = incident.id }
            case .minor: for component in incident.components { components[component, default: ComponentCase()].id = incident.id }
            }
        }
        seen.revision = 0
    }
}

// MARK: Keeping the books

extension Casebook {
    /// An incident by its number.
    package subscript(id: String) -> Incident? {
        incidents.last { $0.id == id }
    }

    func openIDs(_ severity: Incident.Severity) -> [String] {
        incidents.filter { $0.isOpen && $0.severity == severity }.map(\.id)
    }

    /// Changes an incident, which is then among those that ``review(_:)`` returns if it is another for it.
    mutating func change(_ id: String, _ body: (inout Incident) -> Void) {
        guard let index = incidents.lastIndex(where: { $0.id == id }) else { return }
        let before = incidents[index]
        body(&incidents[index])
        if incidents[index] != before { touched.append(id) }
    }

    mutating func add(_ incident: Incident) {
        incidents.append(incident)
        trim()
        touched.append(incident.id)
    }

    /// A number never given before, as far as anyone remembers.
    mutating func newID(at time: Double) -> String {
        let day = UTCTime(time).date
        let number = numbers[day, default: 0] + 1
        let id = "\(day)-\(UTCTime.digits(number, 2))"
        keepNumber(of: id)
        return id
    }

    private mutating func keepNumber(of id: String) {
        guard let dash = id.lastIndex(of: "-"), let number = Int(id[id.index(after: dash)...]), number < 1 << 32 else { return }
        let day = String(id[..<dash])
        numbers[day] = max(number, numbers[day, default: 0])
        if numbers.count > 2 * Self.limit, let oldest = numbers.keys.min() { numbers[oldest] = nil }
    }

    private mutating func trim() {
        while incidents.count > Self.limit { incidents.remove(at: incidents.firstIndex { !$0.isOpen } ?? 0) }
    }
}

// MARK: Notes

extension Casebook {
    /// A note fit to be added, with a number of its own; nothing shows it yet, so that it can be stored first.
    package mutating func draft(
        author: String, text: String, for id: String, at time: Double
    ) throws(NoteRefusal) -> Note {
        try Note.check(author: author, text: text)
        guard let index = incidents.lastIndex(where: { $0.id == id }) else { throw .noSuchIncident }
        guard incidents[index].notes.count < Incident.noteLimit else { throw .full }
        incidents[index].lastNoteID += 1
        return Note(id: incidents[index].lastNoteID, at: time, author: author, text: text)
    }

    /// Adds a note; one the incident has already changes nothing.
    /// - Returns: the incident with it; `nil` for one that is not known.
    package mutating func add(_ note: Note, to id: String) -> Incident? {
        guard let index = incidents.lastIndex(where: { $0.id == id }) else { return nil }
        if !incidents[index].notes.contains(where: { $0.id == note.id }) {
            incidents[index].notes.append(note)
            incidents[index].notes.sort { $0.id < $1.id }
            incidents[index].lastNoteID = max(incidents[index].lastNoteID, note.id)
        }
        return incidents[index]
    }
}
