package import WhatsApp

/// What is concluded at one moment.
package struct Conclusion: Sendable {
    /// Unix seconds.
    package var at: Double
    /// One for each scope.
    package var scopes: [Scope: ScopedVerdict]
    /// One for each component; `.unknown` for those nobody probes, and for those that fail while the trouble is on this side.
    package var components: [Component: ComponentStatus]
    /// Differs between conclusions of one diagnosis that were drawn anew; those of the same number differ in ``at`` alone.
    /// 0 for one that no diagnosis drew.
    package var revision: UInt64 = 0
}

/// The verdict in force for one scope.
package struct ScopedVerdict: Sendable, Equatable {
    /// The answer.
    package var verdict: Verdict
    /// When it came into force, in Unix seconds.
    package var since: Double
    /// One sentence for people, with the figures behind it.
    package var sentence: String
    /// The weightiest first, at most ``Evidence/limit``.
    package var evidence: [Evidence]
    /// 0 to 1: how far this evidence can carry the verdict, not a probability.
    package var confidence: Double
    /// How far the trouble reaches; empty while the verdict names none.
    package var extent = Extent()
}
