import Prometheus

/// The families of webhooks and of what they tell of messages.
enum WebhookFamilies {
    static let requests = MetricFamily(
        "whatsapp_webhook_requests_total", .counter,
        help: "Requests for the webhooks' path by what became of them: ok is counted and on the disk; all others left no trace"
            + " but this count.")
    static let duplicates = MetricFamily(
        "whatsapp_webhook_duplicates_total", .counter,
        help: "Statuses, messages and events that webhooks told again; they count once.")
    static let statuses = MetricFamily(
        "whatsapp_webhook_statuses_total", .counter,
        help: "Statuses of messages sent, by the id (not the number) of the phone number that sent them.")
    static let failures = MetricFamily(
        "whatsapp_webhook_failures_total", .counter,
        help: "Errors that webhooks told, of messages that failed and of accounts, by code and by whose trouble it is.")
    static let received = MetricFamily(
        "whatsapp_webhook_messages_received_total", .counter, help: "Messages that somebody sent to the business.")
    static let unfamiliar = MetricFamily(
        "whatsapp_webhook_unknown_total", .counter,
        help: "What webhooks told and was passed over: other objects and fields, new events and statuses (counted as unknown,"
            + " too), other shapes, no time, times over 8 days past or 5 minutes to come.")
    static let lag = MetricFamily(
        "whatsapp_webhook_lag_seconds", .histogram,
        help: "From what a webhook tells, by Meta's clock in whole seconds, to its arrival, by this host's.")
    static let delay = MetricFamily(
        "whatsapp_message_delivery_latency_seconds", .histogram,
        help: "From sent to delivered, by Meta's clock in whole seconds. Phones that are off are in it: compare it with itself.")
    static let last = MetricFamily(
        "whatsapp_webhook_last_timestamp_seconds", .gauge,
        help: "When the last webhook was taken. Silence is no fault by itself: there may be nothing to tell.")
    static let tracked = MetricFamily(
        "whatsapp_webhook_tracked_messages", .gauge,
        help: "Messages and events remembered to know them again, for a week at most.")
    static let forgotten = MetricFamily(
        "whatsapp_webhook_forgotten_messages_total", .counter,
        help: "Messages and events forgotten before their week was over, to make room.")
    static let inFlight = MetricFamily(
        "whatsapp_messages_in_flight", .gauge,
        help: "Remembered messages sent that neither were delivered nor failed, as far as webhooks told.")
    static let undelivered = MetricFamily(
        "whatsapp_messages_undelivered", .gauge,
        help: "Those in flight that were sent longer ago than undelivered_after (60 s unless configured).")
    static let share = MetricFamily(
        "whatsapp_message_delivered_ratio", .gauge,
        help: "Share of the latest messages (of 3 to 30 minutes, 50 at least) delivered within undelivered_after of being sent;"
            + " no sample with fewer, or while no webhooks come.")
    static let expected = MetricFamily(
        "whatsapp_message_delivered_expected_ratio", .gauge,
        help: "The share that is usual at this hour of the week; that of the hour before while little is known.")
    static let dropped = MetricFamily(
        "whatsapp_message_delivery_dropped", .gauge,
        help: "Whether far fewer messages than usual are delivered in time, beyond chance and for a minute or more.")
}
