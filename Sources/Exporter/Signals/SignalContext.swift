/// What the sources of signals work with.
struct SignalContext: Sendable {
    let desk: SignalDesk
    let history: History
    /// What the history still knew at the start.
    let remembered: Remembered
    let pseudonyms: Pseudonyms
    let log: Log
    /// Unix seconds.
    let now: @Sendable () -> Double
}
