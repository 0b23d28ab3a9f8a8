import Diagnosis
import FoundationEssentials
import Posix
import Probing
import WhatsApp

/// All books of a running exporter, and the way a probe's result takes through them.
///
/// The result goes to what is known of its target, to what is normal, to the edges; what is concluded from it goes to the
/// incidents; and what should outlive the exporter goes to the history.
struct Books: Sendable {
    let probes: Ledger
    let trends: TrendLedger
    let edges: EdgeLedger
    let incidents: IncidentLedger
    let history: History

    init(_ configuration: Configuration, history: History) {
        probes = Ledger(configuration.endpoints)
        trends = TrendLedger(
            configuration.endpoints, thresholds: configuration.thresholds, objectives: configuration.objectives)
        edges = EdgeLedger(EdgePlan(configuration.endpoints, settings: configuration.edges))
        incidents = IncidentLedger(configuration.incidents.settings)
        self.history = history
    }

    /// Goes over to another configuration; nothing learnt of what stays is forgotten.
    func reconfigure(_ configuration: Configuration) {
        probes.reconfigure(configuration.endpoints)
        trends.reconfigure(
            configuration.endpoints, thresholds: configuration.thresholds, objectives: configuration.objectives)
        edges.reconfigure(EdgePlan(configuration.endpoints, settings: configuration.edges))
        incidents.reconfigure(configuration.incidents.settings)
    }

    func record(_ report: ProbeReport) {
        trends.record(report)
        edges.record(report)
        review(probes.record(report))
    }

    func observe(_ reading: HostReading) {
        review(probes.observe(reading))
    }

    func observe(_ signal: Signal) {
        review(probes.observe(signal))
    }

    private func review(_ conclusion: Conclusion) {
        let changed = incidents.review(conclusion)
        for incident in changed { keep(incident) }
        // An incident seen and not stored is a matter of milliseconds.
        if !changed.isEmpty { history.hurry() }
    }
}

// MARK: What outlives the exporter

extension Books {
    /// Posts what has been counted and learnt to the history. To be called every minute or so.
    func keep(at now: Double) {
        guard history.isPersistent else { return }
        for (component, window) in probes.windows {
            // The quarter being filled, and the one before it: nothing older can have changed.
            for row in window.rows(of: component, since: now - 900) { history.post(.uptime(row)) }
        }
        for row in edges.rows(ofHourAt: now) { history.post(.home(row)) }
    }

    /// Posts the baselines: they change slowly, and are the largest part.
    func keepBaselines(at now: Double) {
        guard history.isPersistent else { return }
        for (name, bytes) in trends.snapshots() { history.post(.baseline(BaselineRow(key: name, bytes: bytes, at: now))) }
    }

    func keep(_ incident: Incident) {
        guard let row = IncidentRow(incident) else { return }
        history.post(.incident(row))
    }

    /// Writes a note and what it is of; returns once both are on the disk, or at once where nothing is kept.
    func keep(_ note: Note, of incident: String) async throws {
        try await history.commit(
            .note(NoteRow(incident: incident, id: note.id, at: note.at, author: note.author, text: note.text)))
    }

    /// Takes back what was kept, before the first probe.
    /// - Returns: what could not be understood, one line each.
    func restore(_ remembered: Remembered, at now: Double) -> [String] {
        probes.restore(remembered.uptime)
        edges.restore(remembered.homes)
        let spoilt = trends.restore(remembered.baselines.map { ($0.key, $0.bytes) })
        var faults = spoilt.map { "table baseline, row \($0): it is of another version or damaged, and learnt anew" }
        let notes = Dictionary(grouping: remembered.notes, by: \.incident)
        incidents.restore(
            remembered.incidents.compactMap { row -> Incident? in
                guard var incident = row.incident else {
                    faults.append("table incident, row \(row.id): its document cannot be read")
                    return nil
                }
                incident.take(
                    (notes[row.id] ?? []).map { Note(id: $0.id, at: $0.at, author: $0.author, text: $0.text) })
                return incident
            }, at: now)
        return faults
    }
}

extension IncidentRow {
    /// `nil` for one that has no JSON, which no incident of ours is.
    init?(_ incident: Incident) {
        guard let document = try? JSONEncoder().encode(incident.withoutNotes) else { return nil }
        self.init(
            id: incident.id, openedAt: incident.detectedAt, resolvedAt: incident.resolvedAt, verdict: incident.verdict.rawValue,
            document: Array(document))
    }

    var incident: Incident? {
        try? JSONDecoder().decode(Incident.self, from: Data(document))
    }
}
