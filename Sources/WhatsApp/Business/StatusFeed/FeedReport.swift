/// What the status page says of one organisation.
package struct FeedReport: Sendable, Equatable {
    package var organisation: String
    /// `nil` while the page's list of them is not to be had, or does not name the organisation.
    package var services: [FeedOrganisation.Service]?
    /// `nil` while the list of them is not to be had.
    package var outages: [FeedOutage]?

    /// What was said so long ago and never taken back has been forgotten, not kept up.
    private static let longestSeconds = 3.0 * 86_400

    package init(organisation: String, services: [FeedOrganisation.Service]? = nil, outages: [FeedOutage]? = nil) {
        self.organisation = organisation
        self.services = services
        self.outages = outages
    }

    /// Outages nobody has called over, however old.
    package var openOutages: Int? { outages?.count(where: \.isOpen) }

    /// The newest time the documents themselves tell, in Unix seconds.
    package var newestAt: Double? {
        ((services ?? []).compactMap(\.at) + (outages ?? []).compactMap(\.at)).max()
    }

    /// What is wrong by it, in one line; `nil` when nothing is.
    ///
    /// A status nobody knows is not wrong, and an outage is until somebody calls it over.
    package func disruption(at time: Double) -> String? {
        let disrupted = (services ?? []).filter { $0.status.isDisrupted && isRecent($0.at, at: time) }
        let open = (outages ?? []).count { $0.isOpen && isRecent($0.at, at: time) }
        guard !disrupted.isEmpty || open > 0 else { return nil }
        let named = disrupted.prefix(3).map { "\($0.name) (\($0.status.rawValue))" }.joined(separator: ", ")
        let others = disrupted.count > 3 ? " and \(disrupted.count - 3) more" : ""
        let outages = open > 0 ? "\(open) open \(open == 1 ? "outage" : "outages")" : ""
        return "\(organisation): " + [named + others, outages].filter { !$0.isEmpty }.joined(separator: "; ")
    }

    private func isRecent(_ moment: Double?, at time: Double) -> Bool {
        moment.map { time - $0 <= Self.longestSeconds } ?? true
    }
}
