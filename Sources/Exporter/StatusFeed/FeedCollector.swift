import Prometheus
import WhatsApp

/// What the business platform says of itself, and how fresh that is.
struct FeedCollector: Collector {
    let name = "status_feed"
    /// Unix seconds.
    let now: @Sendable () -> Double
    let ledger: @Sendable () -> FeedLedger

    private static let up = MetricFamily(
        "whatsapp_status_feed_up", .gauge,
        help: "Whether the document behind the business platform's status page was had and read the last time it was asked for;"
            + " it says nothing of the platform.")
    private static let fetches = MetricFamily(
        "whatsapp_status_feed_fetches_total", .counter, help: "Times the document was asked for, by what that came to.")
    private static let lastSuccess = MetricFamily(
        "whatsapp_status_feed_last_success_timestamp_seconds", .gauge, help: "When the document was last had and read.")
    private static let newest = MetricFamily(
        "whatsapp_status_feed_document_timestamp_seconds", .gauge,
        help: "The newest time the documents themselves tell of the organisation; absent while they tell none.")
    private static let serviceStatus = MetricFamily(
        "whatsapp_status_feed_service_status", .gauge,
        help: "What the status page calls the service to be: 1 under that status, 0 under the others; unknown stands for a word"
            + " nobody knows. Posted by hand and late, and never about consumers; absent while the page cannot be had.")
    private static let openOutages = MetricFamily(
        "whatsapp_status_feed_open_outages", .gauge,
        help: "Outages on the status page that are not called resolved; absent while their list cannot be had.")

    func collect(into sink: inout MetricSink) {
        let ledger = ledger()
        let (pages, reports) = (ledger.pages, ledger.reports(at: now()))
        sink.begin(Self.up)
        for (page, record) in pages {
            if let last = record.last { sink.sample("document", page.name, last == .success) }
        }
        sink.begin(Self.fetches)
        for (page, record) in pages {
            for result in FeedResult.allCases {
                sink.sample("document", page.name, "result", result.rawValue, record.results[result] ?? 0)
            }
        }
        sink.begin(Self.lastSuccess)
        for (page, record) in pages {
            if let time = record.lastSuccess { sink.sample("document", page.name, time) }
        }
        write(reports, into: &sink)
    }

    private func write(_ reports: [FeedReport], into sink: inout MetricSink) {
        sink.begin(Self.newest)
        for report in reports {
            if let time = report.newestAt { sink.sample("organisation", report.organisation, time) }
        }
        sink.begin(Self.serviceStatus)
        for report in reports {
            for service in report.services ?? [] {
                let labels = Labels(["organisation": report.organisation, "part": service.name])
                for status in FeedStatus.allCases { sink.sample(labels, "status", status.rawValue, service.status == status) }
            }
        }
        sink.begin(Self.openOutages)
        for report in reports {
            if let count = report.openOutages { sink.sample("organisation", report.organisation, count) }
        }
    }
}
