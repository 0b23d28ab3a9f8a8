import Diagnosis
import Probing
import Prometheus
import WhatsApp
import Wire

/// What is normal, how far the present is from it, what changes slowly, and what comes again.
struct BaselineCollector: Collector {
    let name = "baselines"
    let ledger: TrendLedger
    /// Unix seconds.
    let now: @Sendable () -> Double

    private static let samples = MetricFamily(
        "whatsapp_baseline_samples", .gauge, help: "Successful probes from which the target's normal latency was learnt.")
    private static let ready = MetricFamily(
        "whatsapp_baseline_ready", .gauge,
        help: "Whether the target's normal latency at this hour is known, and from what: 1 for the basis in use, 0 for the"
            + " others; all 0 means not known yet.")
    private static let latency = MetricFamily(
        "whatsapp_baseline_latency_seconds", .gauge,
        help: "What a successful probe (phase total) or one of its phases normally takes at this hour of the week, UTC:"
            + " a slowly learnt median, not a limit.")
    private static let score = MetricFamily(
        "whatsapp_anomaly_score", .gauge,
        help: "Spreads by which the median of the target's last 7 latencies lies above what is normal at this hour"
            + " (negative: below); 4 is far.")
    private static let drift = MetricFamily(
        "whatsapp_latency_drift_ratio", .gauge,
        help: "Median latency of the last whole day (UTC) by the median of the four weeks before it; 1 is no drift.")
    private static let failureRatio = MetricFamily(
        "whatsapp_component_baseline_failure_ratio", .gauge,
        help: "Share of the component's probes that normally fails at this hour of the week, UTC.")
    private static let failureScore = MetricFamily(
        "whatsapp_component_failure_anomaly_score", .gauge,
        help: "Standard deviations by which the failures among the component's last 64 probes lie above what is normal at this"
            + " hour; 4 is far.")
    private static let recurring = MetricFamily(
        "whatsapp_recurring_trouble_days", .gauge,
        help: "On how many of the last 14 days the component failed or was slow in this hour (UTC): only for hours clearly worse"
            + " than others, on 3 of 7 days or 4 of 14.")

    func collect(into sink: inout MetricSink) {
        let (targets, components) = ledger.trends(at: now())
        write(targets.map { (Labels($0), $0) }, into: &sink)
        write(components, into: &sink)
    }

    private func write(_ targets: [(Labels, TrendLedger.TargetTrend)], into sink: inout MetricSink) {
        sink.begin(Self.samples)
        for (labels, target) in targets {
            if let total = target.latencies.first { sink.sample(labels, total.samples) }
        }
        sink.begin(Self.ready)
        for (labels, target) in targets {
            for basis in BaselineBasis.allCases {
                sink.sample(labels, "basis", basis.rawValue, target.latencies.first?.basis == basis)
            }
        }
        for (family, value) in [(Self.latency, \LatencyReading.expectedSeconds), (Self.score, \.score)] {
            sink.begin(family)
            for (labels, target) in targets {
                for latency in target.latencies {
                    if let value = latency[keyPath: value] {
                        sink.sample(labels, "phase", latency.phase?.rawValue ?? "total", value)
                    }
                }
            }
        }
        sink.begin(Self.drift)
        for (labels, target) in targets {
            if let ratio = target.driftRatio { sink.sample(labels, ratio) }
        }
    }

    private func write(_ components: [TrendLedger.ComponentTrend], into sink: inout MetricSink) {
        sink.begin(Self.failureRatio)
        for component in components {
            if let ratio = component.expectedFailureRatio { sink.sample("component", component.role.label, ratio) }
        }
        sink.begin(Self.failureScore)
        for component in components {
            if let score = component.failureScore { sink.sample("component", component.role.label, score) }
        }
        sink.begin(Self.recurring)
        for component in components {
            for trouble in component.recurringTroubles {
                sink.sample("component", component.role.label, "hour", trouble.hour, trouble.days)
            }
        }
    }
}

extension Labels {
    /// Those of the target's probe series.
    fileprivate init(_ trend: TrendLedger.TargetTrend) {
        self.init([
            "target": trend.key.target, "component": trend.role.label, "family": trend.key.family?.rawValue ?? "any",
        ])
    }
}
