package import Probing

/// How probes on demand are run, by the command line.
package struct ProbeOptions: Sendable, Equatable {
    /// Whom they may go to.
    package var allowRules: [AllowRule] = [.configured]
    /// The part of a scraper's timeout that is left for the answer's way back.
    package var timeoutOffset = Duration.milliseconds(500)
    /// How many of them are remembered, and again as many that failed.
    package var historyLimit = 100
    /// The least level of their notes that go into the exporter's own log.
    package var logLevel = ProbeLog.Level.info
    /// How many may run at a time.
    package var mostProbes = 1000
}
