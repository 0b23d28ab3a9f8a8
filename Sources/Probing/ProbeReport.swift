package import Wire

/// One scheduled probe: what it learnt, and whether it ran when it should have.
package struct ProbeReport: Sendable {
    package var target: Target
    /// The family the probe was for; `nil` for "whichever works".
    package var family: AddressFamily?
    package var outcome: ProbeOutcome
    /// Unix seconds at its end.
    package var finishedAt: Double
    /// How long after its time it began; the wait for other probes of its host is not counted.
    package var lateness: Duration
    /// Ticks let go before this one, because the probe before took too long.
    package var skippedTicks: Int

    package init(
        target: Target, family: AddressFamily?, outcome: ProbeOutcome, finishedAt: Double, lateness: Duration = .zero,
        skippedTicks: Int = 0
    ) {
        self.target = target
        self.family = family
        self.outcome = outcome
        self.finishedAt = finishedAt
        self.lateness = lateness
        self.skippedTicks = skippedTicks
    }
}
