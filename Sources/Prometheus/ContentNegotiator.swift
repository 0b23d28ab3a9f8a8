import Synchronization

/// Negotiation with clients that ask for the same each time, as scrapers do: the last few answers are kept.
package final class ContentNegotiator: Sendable {
    private static let capacity = 8

    /// The oldest first.
    private let answers = Mutex<[(accept: String?, negotiation: ContentNegotiation)]>([])

    package init() {}

    /// What ``ContentNegotiation/init(accept:)`` makes of a request's `Accept` field.
    package func negotiation(for accept: String?) -> ContentNegotiation {
        answers.withLock { answers in
            if let known = answers.first(where: { $0.accept == accept }) { return known.negotiation }
            let negotiation = ContentNegotiation(accept: accept)
            if answers.count == Self.capacity { answers.removeFirst() }
            answers.append((accept, negotiation))
            return negotiation
        }
    }
}
