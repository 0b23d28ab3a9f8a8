import Probing
import Prometheus
import WhatsApp
import Wire

/// What is known of one target over one family, from the start on.
struct ProbeSeries: Sendable {
    struct Key: Hashable, Sendable {
        var target: String
        var family: AddressFamily?
    }

    let endpoint: Endpoint
    let family: AddressFamily?
    let labels: Labels

    var runs: UInt64 = 0
    var failures: UInt64 = 0
    var lateStarts: UInt64 = 0
    var skippedTicks: UInt64 = 0
    /// `nil` until the probe has run once.
    var last: ProbeOutcome?
    /// Unix seconds.
    var lastRun: Double?
    /// Unix seconds.
    var lastSuccess: Double?

    init(_ endpoint: Endpoint, family: AddressFamily?) {
        self.endpoint = endpoint
        self.family = family
        labels = Labels([
            "target": endpoint.target.name, "component": endpoint.role.label, "family": family?.rawValue ?? "any",
        ])
    }

    var key: Key { Key(target: endpoint.target.name, family: family) }

    /// A probe that begins this much after its time is late: the loop was busy, or the machine.
    private static let tolerance: Duration = .milliseconds(100)

    mutating func record(_ report: ProbeReport) {
        runs += 1
        if report.outcome.isSuccess { lastSuccess = report.finishedAt } else { failures += 1 }
        if report.lateness > Self.tolerance { lateStarts += 1 }
        skippedTicks += UInt64(report.skippedTicks)
        last = report.outcome
        lastRun = report.finishedAt
    }

    /// Goes on counting where the same target's series of the last configuration stopped.
    mutating func continueCounting(from predecessor: ProbeSeries) {
        (runs, failures) = (predecessor.runs, predecessor.failures)
        (lateStarts, skippedTicks) = (predecessor.lateStarts, predecessor.skippedTicks)
        (last, lastRun, lastSuccess) = (predecessor.last, predecessor.lastRun, predecessor.lastSuccess)
    }
}

extension Role {
    /// The `component` label's value.
    var label: String {
        switch self {
        case .component(let component): component.rawValue
        case .control(let control): "control_\(control.rawValue)"
        }
    }
}
