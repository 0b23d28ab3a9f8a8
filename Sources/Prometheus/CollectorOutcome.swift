/// How one collector fared in a scrape.
package struct CollectorOutcome: Sendable {
    /// How long it took.
    package let duration: Duration
    /// Why it gave nothing; `nil` when it gave what it had.
    package let failure: (any Error)?

    /// What became of a collector: for one that could not be waited for, or was not begun.
    package init(duration: Duration, failure: (any Error)?) {
        self.duration = duration
        self.failure = failure
    }
}
