import Diagnosis
import Prometheus
import WhatsApp

/// The recent past of WhatsApp's components, for people without a Prometheus to compute it.
struct WindowCollector: Collector {
    let name = "windows"
    let ledger: Ledger
    /// Unix seconds.
    let now: @Sendable () -> Double

    private static let uptime = MetricFamily(
        "whatsapp_component_uptime_ratio", .gauge,
        help: "Share of the observed time in the window in which the component was not down.")
    private static let observed = MetricFamily(
        "whatsapp_component_observed_ratio", .gauge,
        help: "Share of the window in which it was known whether the component was up; the rest is neither up nor down.")
    private static let errors = MetricFamily(
        "whatsapp_component_error_ratio", .gauge, help: "Share of the component's probes in the window that failed.")
    private static let latency = MetricFamily(
        "whatsapp_component_latency_seconds", .gauge,
        help: "Percentiles of the duration of the component's successful probes in the window, good to 3.2 percent.")

    func collect(into sink: inout MetricSink) {
        let windows = ledger.windows
        let now = now()
        let rows = Component.allCases.flatMap { component in
            windows[component].map { window in
                WindowSpan.allCases.map { (component.rawValue, $0.rawValue, window.summary(over: $0, at: now)) }
            } ?? []
        }
        let summaries = rows.compactMap { component, window, summary in summary.map { (component, window, $0) } }
        sink.begin(Self.uptime)
        for (component, window, summary) in summaries {
            if let ratio = summary.uptimeRatio { sink.sample("component", component, "window", window, ratio) }
        }
        sink.begin(Self.observed)
        for (component, window, summary) in rows {
            sink.sample("component", component, "window", window, summary?.observedRatio ?? 0)
        }
        sink.begin(Self.errors)
        for (component, window, summary) in summaries {
            if let ratio = summary.errorRatio { sink.sample("component", component, "window", window, ratio) }
        }
        sink.begin(Self.latency)
        for (component, window, summary) in summaries {
            guard let latency = summary.latency else { continue }
            for (percentile, seconds) in [("50", latency.median), ("90", latency.p90), ("99", latency.p99)] {
                sink.sample("component", component, "window", window, "percentile", percentile, seconds)
            }
        }
    }
}
