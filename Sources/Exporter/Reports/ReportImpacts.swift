import Diagnosis
import Prometheus

/// How many users each symptom affects, as far as reports tell.
enum ReportImpacts {
    private static let estimate = MetricFamily(
        "whatsapp_report_affected_ratio", .gauge,
        help:
            "Estimated share of the users (reports: users) that the symptom affects: distinct reporters beyond the usual, and how "
            + "many of those affected report it (reports: reporting_share). Until a day is known, the usual is assumed.")
    private static let lower = MetricFamily(
        "whatsapp_report_affected_lower_ratio", .gauge, help: "The lower end of the estimated share's interval.")
    private static let upper = MetricFamily(
        "whatsapp_report_affected_upper_ratio", .gauge, help: "The upper end of the estimated share's interval.")

    static func write(_ impacts: [(Symptom, Impact)], into sink: inout MetricSink) {
        sink.begin(estimate)
        for (symptom, impact) in impacts { sink.sample("symptom", symptom.rawValue, impact.estimate) }
        sink.begin(lower)
        for (symptom, impact) in impacts { sink.sample("symptom", symptom.rawValue, impact.lower) }
        sink.begin(upper)
        for (symptom, impact) in impacts { sink.sample("symptom", symptom.rawValue, impact.upper) }
    }
}
