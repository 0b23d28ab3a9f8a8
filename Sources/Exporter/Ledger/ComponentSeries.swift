import Posix
import Probing
import Prometheus
import WhatsApp

/// What a component's probes have in common: its counts of failures by reason and its phase times.
struct ComponentSeries: Sendable {
    /// The `component` label's value.
    let label: String
    /// The reasons its probers can give, each from the start at zero.
    private(set) var failures: [(reason: FailureReason, count: UInt64)]
    /// The phases its probers time.
    private(set) var phases: [(phase: Phase, histogram: Histogram)]

    private static let buckets = Buckets([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10])

    init(label: String, probers: [any Prober]) {
        self.label = label
        let layers = Set(probers.flatMap(\.layers))
        failures = FailureReason.allCases.filter { $0.layer.map(layers.contains) ?? true }.map { ($0, 0) }
        let timed = Set(probers.flatMap(\.phases))
        phases = Phase.allCases.filter(timed.contains).map { ($0, Histogram(Self.buckets)) }
    }

    mutating func record(_ outcome: ProbeOutcome) {
        if let reason = outcome.failure, let index = failures.firstIndex(where: { $0.reason == reason }) {
            failures[index].count += 1
        }
        for index in phases.indices {
            if let duration = outcome.phases[phases[index].phase] { phases[index].histogram.observe(duration) }
        }
    }

    /// Goes on counting where the same component's series of the last configuration stopped.
    mutating func continueCounting(from predecessor: ComponentSeries) {
        for (reason, count) in predecessor.failures {
            if let index = failures.firstIndex(where: { $0.reason == reason }) { failures[index].count = count }
        }
        for (phase, histogram) in predecessor.phases {
            if let index = phases.firstIndex(where: { $0.phase == phase }) { phases[index].histogram = histogram }
        }
    }
}
