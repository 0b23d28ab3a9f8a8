/// How an incident compares with those before it: same verdict, and a component in common.
package struct Likeness: Sendable, Equatable, Codable {
    /// Incidents like it that started in the 30 days before it.
    package var in30Days = 0
    /// Incidents like it that started in the 90 days before it; all below speaks of these.
    package var in90Days = 0
    /// Those that started within an hour of the same time of day.
    package var atThisHour = 0
    /// Of those that were seen to end.
    package var medianSecondsToRestore: Double?
    /// How many the median is of.
    package var restored = 0
    /// The latest first, at most ``exampleLimit``.
    package var examples: [String] = []

    /// Examples named at most.
    package static let exampleLimit = 5

    private static let daySeconds = 86_400.0

    package init() {}

    /// Compares an incident with others, of which those after it do not count.
    init(of incident: Incident, among others: [Incident]) {
        let before = others.filter { other in
            let age = incident.startedAt - other.startedAt
            return other.id != incident.id && age >= 0 && age <= 90 * Self.daySeconds && other.isLike(incident)
        }.sorted { $0.startedAt > $1.startedAt }
        in90Days = before.count
        in30Days = before.count { incident.startedAt - $0.startedAt <= 30 * Self.daySeconds }
        atThisHour = before.count { other in
            let apart = (incident.startedAt - other.startedAt).truncatingRemainder(dividingBy: Self.daySeconds)
            return min(apart, Self.daySeconds - apart) <= 3600
        }
        examples = before.prefix(Self.exampleLimit).map(\.id)
        let times = before.compactMap(\.secondsToRestore).sorted()
        restored = times.count
        if !times.isEmpty { medianSecondsToRestore = (times[(times.count - 1) / 2] + times[times.count / 2]) / 2 }
    }

    /// What it says to people; empty when there was nothing like it.
    package var sentences: [String] {
        guard in90Days > 0 else { return [] }
        var sentences = ["\(in90Days.of("incident")) like this in the last 90 days, \(in30Days) of them in the last 30."]
        if let median = medianSecondsToRestore {
            let which = restored == 1 ? "The last one like this was" : "The last \(restored) like this were"
            let how = restored == 1 ? "" : " (median)"
            sentences.append("\(which) restored in \(TimeSpan.words(seconds: median))\(how).")
        }
        if atThisHour >= 2, atThisHour * 2 >= in90Days {
            sentences.append("\(atThisHour) of them began within an hour of this time of day: something may happen daily then.")
        }
        return sentences
    }
}

extension Incident {
    fileprivate func isLike(_ other: Incident) -> Bool {
        guard severity == other.severity, verdict == other.verdict else { return false }
        return components.isEmpty && other.components.isEmpty || components.contains(where: other.components.contains)
    }
}
