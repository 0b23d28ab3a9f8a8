import Probing
import WhatsApp

/// An incident as a document for people, in Markdown (CommonMark with GitHub's tables).
package struct PostMortem {
    private let incident: Incident

    package init(of incident: Incident) {
        self.incident = incident
    }

    /// The document, ending in a line feed. All that came from elsewhere is escaped.
    package var markdown: String {
        let sections: [(String, [String])] = [
            ("Summary", summary), ("What was affected", affected), ("Probable cause", cause),
            ("What to do meanwhile", list(incident.workarounds.map(Markdown.code))), ("Timeline", timeline), ("Notes", notes),
            ("Incidents like this", list(likeness)), ("What one vantage point cannot know", list(limits)),
        ]
        let title = "# Incident \(Markdown.escaped(incident.id)): \(heading)\n"
        return title + sections.map { name, lines in "\n## \(name)\n\n" + lines.joined(separator: "\n") + "\n" }.joined()
    }

    private var heading: String {
        incident.severity == .major ? incident.verdict.words : "\(incident.components.wordsAtStart) failing"
    }

    // MARK: Sections

    private var summary: [String] {
        let state =
            !incident.isOpen ? "resolved" : incident.restoredAt == nil ? "open" : "open, seems over, being watched"
        let rows = [
            ("State", state),
            ("Severity", incident.severity.rawValue),
            ("Verdict", incident.severity == .major ? "`\(incident.verdict.rawValue)`" : "none, for no verdict hangs on it"),
            ("Whose trouble", incident.severity == .major ? incident.verdict.blame.words : Blame.whatsapp.words),
            ("Scopes", incident.scopes.map(\.rawValue).joined(separator: ", ")),
            ("Started (first failing probe)", moment(incident.startedAt)),
            ("Detected", moment(incident.detectedAt)),
            ("Restored", incident.restoredAt.map(moment) ?? (incident.isOpen ? "not yet" : "not seen")),
            ("Resolved", incident.resolvedAt.map(moment) ?? "not yet"),
            ("Time to detect", TimeSpan.words(seconds: incident.secondsToDetect)),
            ("Time to restore", incident.secondsToRestore.map(TimeSpan.words) ?? "not known"),
        ]
        return ["| | |", "|---|---|"] + rows.map { "| \($0.0) | \($0.1) |" }
    }

    private var affected: [String] {
        func line(_ name: String, _ values: [String]) -> String? {
            values.isEmpty ? nil : "- **\(name):** " + values.map(Markdown.escaped).joined(separator: ", ")
        }
        return orNothing(
            [
                line("Components", incident.components.map(\.words)), line("Edges", incident.edges),
                line("Layers", incident.layers.map(\.rawValue)), line("Reasons", incident.reasons.map(\.rawValue)),
                line("Targets", incident.targets),
            ].compactMap(\.self))
    }

    private var cause: [String] {
        let evidence = incident.evidence.map { "- " + Markdown.escaped($0) }
        let intro = evidence.isEmpty ? [] : ["", "Evidence, the weightiest first, as of \(moment(incident.causeAt)):", ""]
        return [Markdown.escaped(incident.cause)] + intro + evidence
    }

    private var timeline: [String] {
        incident.timeline.map { "- \(moment($0.at)) **\($0.kind.rawValue)** \(Markdown.escaped($0.text))" }
    }

    private var notes: [String] {
        orNothing(
            Array(
                incident.notes.map { note in
                    ["**\(Markdown.escaped(note.author))**, \(moment(note.at)):", ""] + Markdown.quoted(note.text)
                }.joined(separator: [""])))
    }

    private var likeness: [String] {
        let examples = incident.likeness.examples
        return incident.likeness.sentences
            + (examples.isEmpty ? [] : ["The latest: " + examples.map(Markdown.escaped).joined(separator: ", ") + "."])
    }

    private var limits: [String] {
        var limits = [
            "All of this was seen from one place: whether others were concerned, and how many, is not known.",
            "Probes use no account: they prove neither login nor the delivery of messages, which can fail while all of them succeed.",
            "The start is the first probe that failed; the trouble may have begun up to a probing interval earlier.",
        ]
        switch incident.verdict {
        case .whatsAppOutage, .edgePartial, .metaWide, .blockedOrIntercepted:
            limits.append("A block on the way that leaves only silence looks from here just as an outage does.")
        case .ok, .localNetwork, .localDNS, .localClock, .localHost:
            limits.append("Whether WhatsApp itself worked meanwhile could be seen only as far as it could be reached.")
        case .whatsAppSuspected, .businessPlatform, .businessAccount:
            limits.append("Reports of people and of the platform tell of others' trouble, which need not be yours.")
        case .unknown: limits.append("The evidence contradicted itself, so the cause is not known.")
        }
        return limits
    }

    // MARK: Lines

    private func list(_ items: [String]) -> [String] { orNothing(items.map { "- " + $0 }) }

    private func orNothing(_ lines: [String]) -> [String] { lines.isEmpty ? ["None."] : lines }

    private func moment(_ time: Double) -> String {
        let time = UTCTime(time)
        return "\(time.date) \(time.clock) UTC"
    }
}

extension Blame {
    fileprivate var words: String {
        switch self {
        case .none: "nobody's"
        case .whatsapp: "WhatsApp's"
        case .local: "this side's"
        case .unknown: "not known"
        }
    }
}
