import Diagnosis
import Prometheus
import WhatsApp

/// What webhooks announced of the operator's own accounts.
struct AccountCollector: Collector {
    let name = "business_accounts"
    let journal: Journal<DeliveryBook>
    let isConfigured: @Sendable () -> Bool
    /// Unix seconds.
    let now: @Sendable () -> Double

    private static let events = MetricFamily(
        "whatsapp_business_account_event_timestamp_seconds", .gauge,
        help: "When webhooks last announced an event of an account, of its numbers' quality and names, or of its templates.")
    private static let restricted = MetricFamily(
        "whatsapp_business_account_restricted", .gauge,
        help: "Whether a webhook announced that something is forbidden the account, be it sending, calling or adding numbers,"
            + " and it is neither over nor lifted.")
    private static let blocked = MetricFamily(
        "whatsapp_business_account_blocked", .gauge,
        help: "Whether a webhook announced that the account may not send messages, or is disabled.")
    private static let alerts = MetricFamily(
        "whatsapp_business_alerts_total", .counter, help: "Alerts of accounts that webhooks told, by severity.")

    func collect(into sink: inout MetricSink) {
        guard isConfigured() else { return }
        let time = now()
        let (standings, alerts) = journal.withBook { ($0.standings, $0.counts.alerts) }
        sink.begin(Self.events)
        for account in standings {
            let events = account.events.sorted { ($0.key.field.rawValue, $0.key.number) < ($1.key.field.rawValue, $1.key.number) }
            for (kind, at) in events {
                sink.sample("waba_id", account.name, "field", kind.field.name, "event", kind.label, Double(at))
            }
        }
        sink.begin(Self.restricted)
        for account in standings { sink.sample("waba_id", account.name, account.isRestricted(at: time)) }
        sink.begin(Self.blocked)
        for account in standings { sink.sample("waba_id", account.name, account.isBlocked(at: time)) }
        sink.begin(Self.alerts)
        for word in ["CRITICAL", "WARNING", "INFORMATIONAL", ""] {
            let kind = AccountEventKind(.accountAlerts, word: word)
            sink.sample("severity", kind.label, alerts[kind] ?? 0)
        }
    }
}
