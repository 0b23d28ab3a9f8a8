/// One thing that happened in the course of an incident.
package struct TimelineEntry: Sendable, Equatable, Codable {
    /// What kind of thing.
    package enum Kind: String, CaseIterable, Sendable, Codable {
        /// The first failing probe.
        case began
        /// The verdict came into force.
        case detected
        /// Another verdict explains it.
        case verdict
        /// It reached another scope, component, edge or layer.
        case spread
        /// A scope is well again.
        case eased
        /// All is well.
        case restored
        /// Trouble came back before it was closed.
        case again
        case resolved
        /// It goes on under another number, or nobody saw its end.
        case closed
        /// The exporter was not running.
        case interrupted
        /// Stands for entries left out.
        case omitted
    }

    /// Unix seconds.
    package var at: Double
    package var kind: Kind
    /// For people; at most ``textLimit`` characters, which may hold words of strangers.
    package var text: String

    /// Characters a text is cut to.
    package static let textLimit = 300

    package init(at: Double, _ kind: Kind, _ text: String) {
        self.at = at
        self.kind = kind
        self.text = String(text.prefix(Self.textLimit))
    }
}

extension Incident {
    /// Writes an entry down; in a full timeline one from the middle makes room, and a line says so.
    mutating func record(_ kind: TimelineEntry.Kind, at time: Double, _ text: String) {
        let entry = TimelineEntry(at: time, kind, text)
        guard timeline.count >= Self.timelineLimit else { return timeline.append(entry) }
        let middle = Self.timelineLimit / 2
        omittedEntries += omittedEntries == 0 ? 2 : 1
        timeline[middle] = TimelineEntry(at: timeline[middle].at, .omitted, "\(omittedEntries) entries are left out here.")
        timeline.remove(at: middle + 1)
        timeline.append(entry)
    }
}
