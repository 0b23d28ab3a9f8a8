/// The type a family declares in its `# TYPE` line.
///
/// OpenMetrics' `info` and `stateset` are left out on purpose: `_info` and one-hot state families are plain gauges in both
/// formats, so the series are the same in each, and readers that drop those two types (Datadog's OpenMetrics mode) keep them.
package enum MetricType: Sendable, Hashable, CaseIterable {
    case counter
    case gauge
    case histogram
    /// Only of what others wrote: our own distributions are histograms, which can be added up.
    case summary
    case untyped

    /// The word of the `# TYPE` line: what text calls `untyped`, OpenMetrics calls `unknown`.
    package func keyword(in format: ExpositionFormat) -> String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        case .summary: "summary"
        case .untyped: format == .text ? "untyped" : "unknown"
        }
    }
}
