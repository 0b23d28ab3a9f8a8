import Probing
import Prometheus

/// What a component's probes have in common, over the whole run and over recent windows.
struct ComponentCollector: Collector {
    let name = "components"
    let ledger: Ledger

    private static let failures = MetricFamily(
        "whatsapp_probe_failures_by_reason_total", .counter,
        help: "Failed probes by the component probed and the reason; every reason its probers can give is there from the start.")
    private static let phaseDuration = MetricFamily(
        "whatsapp_probe_phase_duration_seconds", .histogram, help: "How long the completed phases of probes took.")

    func collect(into sink: inout MetricSink) {
        let series = ledger.components
        sink.begin(Self.failures)
        for component in series {
            for (reason, count) in component.failures {
                sink.sample("component", component.label, "reason", reason.rawValue, count)
            }
        }
        sink.begin(Self.phaseDuration)
        for component in series {
            for (phase, histogram) in component.phases {
                sink.histogram(["component": component.label, "phase": phase.rawValue], histogram)
            }
        }
    }
}
