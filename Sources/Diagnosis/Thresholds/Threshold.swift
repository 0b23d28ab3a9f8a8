package import Probing
package import WhatsApp

/// A limit set beforehand, whatever is normal.
package struct Threshold: Sendable, Equatable {
    /// Whose probes are measured.
    package enum Subject: Sendable, Hashable {
        case component(Component)
        case target(String)
    }

    /// What is measured over the window.
    package enum Measure: Sendable, Equatable {
        /// A percentile, 1 to 99, of how long successful probes took: the whole probe, or one phase (`nil` for the former).
        case duration(Phase?, percentile: Int)
        /// The share of failed probes.
        case errorRatio
    }

    /// Unique: the `threshold` label of its series.
    package var name: String
    package var subject: Subject
    package var measure: Measure
    /// Seconds, or a ratio. What equals it does not exceed it.
    package var limit: Double
    /// How long it must be exceeded without a break.
    package var holdSeconds: Double
    /// How far back is measured, at least 10.
    package var windowSeconds: Double

    package init(
        name: String, subject: Subject, measure: Measure, limit: Double, holdSeconds: Double = 0, windowSeconds: Double = 300
    ) {
        self.name = name
        self.subject = subject
        self.measure = measure
        self.limit = limit
        self.holdSeconds = holdSeconds
        self.windowSeconds = windowSeconds
    }
}
