import Probing

/// A probe on demand that has ended, as it is answered and remembered.
struct FinishedProbe: Sendable {
    var module: Module
    /// As it was asked for.
    var target: String
    /// The deadline it was given.
    var timeout: Duration
    var outcome: ProbeOutcome
}
