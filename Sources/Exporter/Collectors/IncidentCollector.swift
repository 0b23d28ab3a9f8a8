import Diagnosis
import Prometheus
import WhatsApp

/// Incidents: those open, and how often and how long there were any.
struct IncidentCollector: Collector {
    let name = "incidents"
    let ledger: IncidentLedger

    /// Open incidents with series of their own, the newest; there are hardly ever more than five at one time.
    private static let limit = 16

    private static let open = MetricFamily(
        "whatsapp_incident_open", .gauge,
        help: "Incidents not yet resolved, by whom they reach: one that reaches both scopes counts in both.")
    private static let info = MetricFamily(
        "whatsapp_incident_info", .gauge,
        help: "Always 1, for each open incident: what it is called and what is taken for its cause.")
    private static let started = MetricFamily(
        "whatsapp_incident_started_timestamp_seconds", .gauge,
        help: "When the first probe of an open incident failed, which may be an interval after the trouble began.")
    private static let total = MetricFamily(
        "whatsapp_incidents_total", .counter,
        help: "Incidents opened since the exporter's start, by the verdict they opened with; those of verdict ok are minor "
            + "ones, on which no verdict hangs.")
    private static let duration = MetricFamily(
        "whatsapp_incident_duration_seconds", .histogram,
        help: "Times from the first failing probe until all was well, of incidents resolved since the exporter's start.")
    private static let timeToDetect = MetricFamily(
        "whatsapp_incident_time_to_detect_seconds", .histogram,
        help: "Times from the first failing probe to the verdict, of major incidents opened since the exporter's start.")
    private static let timeToRestore = MetricFamily(
        "whatsapp_incident_time_to_restore_seconds", .histogram,
        help: "Times from the first failing probe until all was well, of major incidents resolved since the exporter's start.")

    func collect(into sink: inout MetricSink) {
        let open = ledger.all.filter(\.isOpen)
        sink.begin(Self.open)
        for scope in Scope.allCases {
            for severity in Incident.Severity.allCases {
                let count = open.count { $0.severity == severity && $0.scopes.contains(scope) }
                sink.sample("scope", scope.rawValue, "severity", severity.rawValue, count)
            }
        }
        sink.begin(Self.info)
        for incident in open.suffix(Self.limit) {
            sink.label("id", incident.id)
            sink.label("severity", incident.severity.rawValue)
            sink.label("verdict", incident.verdict.rawValue)
            sink.label("scopes", incident.scopes.map(\.rawValue).joined(separator: ","))
            sink.label("components", incident.components.map(\.rawValue).joined(separator: ","))
            sink.label("state", incident.restoredAt == nil ? "troubled" : "recovering")
            sink.value(1 as UInt64)
        }
        sink.begin(Self.started)
        for incident in open.suffix(Self.limit) { sink.sample("id", incident.id, incident.startedAt) }
        write(ledger.figures, into: &sink)
    }

    private func write(_ figures: IncidentLedger.Figures, into sink: inout MetricSink) {
        sink.begin(Self.total)
        for verdict in Verdict.allCases { sink.sample("verdict", verdict.rawValue, figures.opened[verdict] ?? 0) }
        sink.begin(Self.duration)
        for severity in Incident.Severity.allCases {
            if let histogram = figures.duration[severity] { sink.histogram(["severity": severity.rawValue], histogram) }
        }
        sink.begin(Self.timeToDetect)
        sink.histogram(.none, figures.timeToDetect)
        sink.begin(Self.timeToRestore)
        sink.histogram(.none, figures.timeToRestore)
    }
}
