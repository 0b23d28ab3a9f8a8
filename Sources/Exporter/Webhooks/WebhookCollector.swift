import Diagnosis
import Prometheus
import WhatsApp

/// What webhooks told of messages, and how deliveries stand.
struct WebhookCollector: Collector {
    let name = "webhooks"
    let journal: Journal<DeliveryBook>
    let results: WebhookResults
    let isConfigured: @Sendable () -> Bool
    /// Unix seconds.
    let now: @Sendable () -> Double

    private static let delayBuckets = Buckets(DelayCounts.deliveryBounds)
    private static let lagBuckets = Buckets(DelayCounts.lagBounds)

    func collect(into sink: inout MetricSink) {
        guard isConfigured() else { return }
        let time = now()
        let (counts, reading) = journal.withBook { ($0.counts, $0.reading(at: time)) }
        writeRequests(counts, into: &sink)
        write(counts, into: &sink)
        write(reading, into: &sink)
    }

    private func writeRequests(_ counts: DeliveryCounts, into sink: inout MetricSink) {
        sink.begin(WebhookFamilies.requests)
        for result in WebhookResult.allCases {
            sink.sample("result", result.rawValue, result == .ok ? counts.webhooks : results[result])
        }
        sink.begin(WebhookFamilies.duplicates)
        sink.sample(counts.duplicates)
        sink.begin(WebhookFamilies.unfamiliar)
        for what in WebhookPayload.Unfamiliar.allCases { sink.sample("what", what.label, counts.unfamiliar[what] ?? 0) }
        sink.begin(WebhookFamilies.last)
        if counts.lastAt > 0 { sink.sample(counts.lastAt) }
        sink.begin(WebhookFamilies.lag)
        sink.histogram(.none, Histogram(Self.lagBuckets, counts.lags))
    }

    private func write(_ counts: DeliveryCounts, into sink: inout MetricSink) {
        sink.begin(WebhookFamilies.statuses)
        for phone in counts.phones {
            for status in MessageStatus.allCases {
                sink.sample("phone_number_id", phone.name, "status", status.label, phone.statuses[Int(status.rawValue)])
            }
        }
        sink.begin(WebhookFamilies.received)
        for phone in counts.phones { sink.sample("phone_number_id", phone.name, phone.received) }
        sink.begin(WebhookFamilies.delay)
        for phone in counts.phones {
            sink.histogram(["phone_number_id": phone.name], Histogram(Self.delayBuckets, phone.delays))
        }
        sink.begin(WebhookFamilies.failures)
        for (code, count) in counts.failures.sorted(by: { $0.key < $1.key }) {
            let isOther = code == DeliveryCounts.otherCode
            let errorClass = isOther ? .unknown : APIErrorClass(code: Int(code))
            sink.sample("class", errorClass.rawValue, "code", isOther ? "other" : "\(code)", count)
        }
    }

    private func write(_ reading: DeliveryReading, into sink: inout MetricSink) {
        sink.begin(WebhookFamilies.tracked)
        sink.sample(reading.tracked)
        sink.begin(WebhookFamilies.forgotten)
        sink.sample(reading.forgotten)
        sink.begin(WebhookFamilies.inFlight)
        sink.sample(reading.inFlight)
        sink.begin(WebhookFamilies.undelivered)
        sink.sample(reading.undelivered)
        sink.begin(WebhookFamilies.share)
        if let share = reading.share { sink.sample(share) }
        sink.begin(WebhookFamilies.expected)
        if let share = reading.expectedShare { sink.sample(share) }
        sink.begin(WebhookFamilies.dropped)
        sink.sample(reading.isDropped)
    }
}

extension Histogram {
    fileprivate init(_ buckets: Buckets, _ delays: DelayCounts) {
        self.init(buckets, counts: delays.counts, sum: Double(delays.sum))
    }
}
