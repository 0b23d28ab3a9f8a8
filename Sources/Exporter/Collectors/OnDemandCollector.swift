import Prometheus

/// How much `/probe` is used, and what for it cannot be.
struct OnDemandCollector: Collector {
    let name = "on_demand"
    let counts: ProbeRequestCounts

    private static let probes = MetricFamily(
        "whatsapp_exporter_on_demand_probes_total", .counter, help: "Probes that /probe has run, by how they ended.")
    private static let unknownModules = MetricFamily(
        "whatsapp_exporter_unknown_modules_total", .counter, help: "Requests to /probe for modules that are not configured.")
    private static let refusedTargets = MetricFamily(
        "whatsapp_exporter_refused_targets_total", .counter,
        help: "Requests to /probe for targets that no --probe.allow allows; refused addresses count as failed probes.")

    func collect(into sink: inout MetricSink) {
        sink.begin(Self.probes)
        sink.sample("result", "success", counts.successes)
        sink.sample("result", "failure", counts.failures)
        sink.begin(Self.unknownModules)
        sink.sample(counts.unknownModules)
        sink.begin(Self.refusedTargets)
        sink.sample(counts.refusedTargets)
    }
}
