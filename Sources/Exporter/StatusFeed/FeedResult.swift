/// What asking for a document of the status page came to.
enum FeedResult: String, CaseIterable, Sendable {
    case success
    /// Nobody answered, or not to the end.
    case unreachable
    /// Another answer than 200; redirects are not followed.
    case status
    case tooLarge = "too_large"
    /// No JSON list.
    case malformed
}
