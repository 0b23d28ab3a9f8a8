package import Probing

/// Targets that are probed by one module, on their own clock.
package struct Job: Sendable {
    /// Unique: the label `probe_job`.
    package var name: String
    package var module: Module
    package var interval: Duration
    /// At most the interval.
    package var timeout: Duration
    /// Those of the configuration itself.
    package var groups: [TargetGroup] = []
    /// Where more targets come from.
    package var sources: [TargetSource] = []
    /// The most targets there may be; the rest is not probed.
    package var targetLimit = Job.standardTargetLimit

    static let standardTargetLimit = 10_000
}
