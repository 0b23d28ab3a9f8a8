import Diagnosis
import Prometheus
import WhatsApp

/// What WhatsApp's components are held to, and what is left of the budget for being down.
struct BudgetCollector: Collector {
    let name = "budgets"
    let ledger: Ledger
    let trends: TrendLedger
    /// Unix seconds.
    let now: @Sendable () -> Double

    private static let objective = MetricFamily(
        "whatsapp_component_objective_ratio", .gauge, help: "The part of the time in which the component is to be up.")
    private static let remaining = MetricFamily(
        "whatsapp_component_error_budget_remaining_ratio", .gauge,
        help: "Part of the time the objective lets the component be down, out of the time observed in the window, that is left;"
            + " negative when overdrawn, absent while nothing was observed.")
    private static let burn = MetricFamily(
        "whatsapp_component_burn_rate", .gauge,
        help: "How many times faster than the objective allows the component was down in the observed part of the window.")

    func collect(into sink: inout MetricSink) {
        let (windows, objectives, now) = (ledger.windows, trends.objectives, now())
        let components = Component.allCases.compactMap { component in windows[component].map { (component, $0) } }
        sink.begin(Self.objective)
        for (component, _) in components { sink.sample("component", component.rawValue, objectives[component].ratio) }
        sink.begin(Self.remaining)
        for (component, window) in components {
            let summary = window.summary(over: objectives.window, at: now)
            if let remaining = objectives[component].budgetRemaining(summary) {
                sink.sample("component", component.rawValue, "window", objectives.window.rawValue, remaining)
            }
        }
        sink.begin(Self.burn)
        for (component, window) in components {
            for span in BurnSpan.allCases {
                if let rate = objectives[component].burnRate(window.summary(within: span, at: now)) {
                    sink.sample("component", component.rawValue, "window", span.rawValue, rate)
                }
            }
        }
    }
}
