/// How the status page calls a service, or an outage, to be.
package enum FeedStatus: String, CaseIterable, Sendable {
    case noKnownIssues = "no_known_issues"
    case low
    case medium
    case high
    /// Spelled so in 2024.
    case major
    case resolved
    /// A text nobody knows, or none: neither well nor ill.
    case unknown

    /// - Parameter text: as the page has it, "High disruptions" for one; `nil` where it has none.
    package init(text: String?) {
        let words = (text ?? "").prefix(64).lowercased().split { !$0.isLetter }
        self =
            switch words {
            case ["no", "known", "issues"]: .noKnownIssues
            case ["low", "disruptions"], ["low", "disruption"]: .low
            case ["medium", "disruptions"], ["medium", "disruption"]: .medium
            case ["high", "disruptions"], ["high", "disruption"]: .high
            case ["major", "disruptions"], ["major", "disruption"]: .major
            case ["resolved"]: .resolved
            default: .unknown
            }
    }

    /// Whether something is wrong by it.
    package var isDisrupted: Bool {
        switch self {
        case .low, .medium, .high, .major: true
        case .noKnownIssues, .resolved, .unknown: false
        }
    }
}
