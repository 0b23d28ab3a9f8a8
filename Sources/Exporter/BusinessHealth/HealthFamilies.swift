import Prometheus
import WhatsApp

/// The families of the business platform's health.
enum HealthFamilies {
    static let health = MetricFamily(
        "whatsapp_business_health", .gauge,
        help:
            "Whether the node can send messages, by the platform's word: 1 for the state it is in, of the node as a whole (overall) "
            + "and of what takes part in sending. It says nothing of messages under way; unknown also once it is too old.")
    static let healthError = MetricFamily(
        "whatsapp_business_health_error", .gauge,
        help: "1 for each class of the errors that the platform names with a part that is not available; absent without any.")
    static let answered = MetricFamily(
        "whatsapp_business_health_up", .gauge,
        help: "Whether the last request for the node brought its health; absent before any.")
    static let lastSuccess = MetricFamily(
        "whatsapp_business_health_last_success_timestamp_seconds", .gauge, help: "When the node's health was last had.")
    static let age = MetricFamily(
        "whatsapp_business_health_age_seconds", .gauge, help: "How old the node's health is; absent before the first.")
    static let phone = PhoneField.allCases.map { field in
        (
            field: field,
            family: MetricFamily(
                "whatsapp_business_phone_\(field.rawValue)", .gauge,
                help:
                    "The phone number's \(field.apiName), by the platform's word: 1 for the value it has, unknown for any that is new."
            )
        )
    }
    static let requests = MetricFamily(
        "whatsapp_business_api_requests_total", .counter,
        help:
            "Requests for health, by what came of them: ok, the class of the API's error, or why there was no answer of the API.")
    static let errors = MetricFamily(
        "whatsapp_business_api_errors_total", .counter,
        help:
            "Errors of the API in answer to requests for health, by side: the service's, the account's, a limit's or the request's."
    )
    static let duration = MetricFamily(
        "whatsapp_business_api_duration_seconds", .histogram, help: "How long requests for health took, failed ones too.")
    static let usage = MetricFamily(
        "whatsapp_business_api_usage_ratio", .gauge,
        help:
            "How much of a limit of the API is used, as it last said; 1 is all of it. By all programs of the app, not only this one."
    )
    static let pollInterval = MetricFamily(
        "whatsapp_business_poll_interval_seconds", .gauge,
        help: "Between two requests for a node: as configured, or more while the API asks for fewer.")
}
