/// Where a resolver's answers lead, compared with where they usually do.
package enum EdgeState: String, CaseIterable, Sendable {
    /// To the edge answered most in the last seven days.
    case home
    /// Elsewhere, while the address at home still works as ever: somebody chose to steer.
    case steered
    /// Elsewhere, while the address at home fails or has become slow.
    case failoverSuspected = "failover_suspected"
    /// No recent answer; or elsewhere, and the address at home has not been heard since.
    case unknown
}
