import Diagnosis
import Prometheus
import Synchronization

/// The casebook of a running exporter, and what has been counted of it since the start.
final class IncidentLedger: Sendable {
    /// Counts since the start; what was restored is not among them.
    struct Figures: Sendable {
        /// Incidents opened, by the verdict they were opened with; `.ok` are the minor ones.
        var opened: [Verdict: UInt64] = [:]
        /// From the first failing probe until all was well, of what has been resolved.
        var duration: [Incident.Severity: Histogram]
        /// Of major ones, once opened.
        var timeToDetect = Histogram(Buckets([15, 30, 60, 120, 180, 300, 600, 1800]))
        /// Of major ones, once resolved.
        var timeToRestore: Histogram

        init() {
            let spans = Histogram(Buckets([60, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 259_200]))
            duration = Dictionary(uniqueKeysWithValues: Incident.Severity.allCases.map { ($0, spans) })
            timeToRestore = spans
        }
    }

    private struct State: Sendable {
        var book: Casebook
        var open: Set<String> = []
        var figures = Figures()

        mutating func count(_ incident: Incident) {
            if incident.isOpen, open.insert(incident.id).inserted {
                figures.opened[incident.verdict, default: 0] += 1
                if incident.severity == .major { figures.timeToDetect.observe(seconds: incident.secondsToDetect) }
            } else if !incident.isOpen, open.remove(incident.id) != nil, let seconds = incident.secondsToRestore {
                figures.duration[incident.severity]?.observe(seconds: seconds)
                if incident.severity == .major { figures.timeToRestore.observe(seconds: seconds) }
            }
        }
    }

    private let state: Mutex<State>

    init(_ settings: Casebook.Settings = Casebook.Settings()) {
        state = Mutex(State(book: Casebook(settings)))
    }

    /// Takes in what is concluded now; cheap when nothing has changed.
    /// - Returns: the incidents this opened, changed or closed.
    func review(_ conclusion: Conclusion) -> [Incident] {
        state.withLock { state in
            let changed = state.book.review(conclusion)
            for incident in changed { state.count(incident) }
            return changed
        }
    }

    /// Every incident known, the oldest first.
    var all: [Incident] { state.withLock { $0.book.incidents } }

    /// What has been counted since the start.
    var figures: Figures { state.withLock { $0.figures } }

    subscript(id: String) -> Incident? { state.withLock { $0.book[id] } }

    /// Takes back what was kept, before the first review.
    /// - Parameter now: Unix seconds.
    func restore(_ incidents: [Incident], at now: Double) {
        state.withLock { state in
            state.book.restore(incidents, at: now)
            state.open = Set(state.book.incidents.filter(\.isOpen).map(\.id))
        }
    }

    /// Goes over to other settings; incidents stay as they are.
    func reconfigure(_ settings: Casebook.Settings) {
        state.withLock { $0.book.settings = settings }
    }

    /// A note with a number of its own, which nothing shows before it is added.
    func draft(author: String, text: String, for id: String, at now: Double) throws(NoteRefusal) -> Note {
        // Typed errors do not pass through the lock.
        try state.withLock { state in
            Result { () throws(NoteRefusal) in try state.book.draft(author: author, text: text, for: id, at: now) }
        }.get()
    }

    /// Adds a note that is stored.
    /// - Returns: the incident with it; `nil` for one that is no longer known.
    func add(_ note: Note, to id: String) -> Incident? {
        state.withLock { $0.book.add(note, to: id) }
    }
}
