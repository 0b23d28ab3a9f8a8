import Prometheus
import Server
import Wire

/// `/metrics`: everything, in the format the scraper prefers.
struct MetricsEndpoint: Sendable {
    /// What the exporter knows of WhatsApp and of itself: at hand, so it is written at once.
    let own: CollectorGroup
    let ownLog: CollectorLog
    /// What has to be read from this host.
    let host: HostScrapes

    private let selector: CollectorSelector
    private let negotiator = ContentNegotiator()
    /// What a scraper that says how long it waits is spared of it, for the answer's way back.
    private static let margin = Duration.milliseconds(500)

    init(own: CollectorGroup, ownLog: CollectorLog, host: HostScrapes) {
        self.own = own
        self.ownLog = ownLog
        self.host = host
        selector = CollectorSelector(known: own.names + host.names)
    }

    func answer(_ request: Request) async -> Response {
        let selection: CollectorSelection
        do throws(CollectorSelectionError) {
            selection = try selector.selection(for: request.query)
        } catch {
            return .error(400, "\(error)")
        }
        let negotiation = negotiator.negotiation(for: request.head.fields.joined("accept"))
        var sink = MetricSink(negotiation.format)
        for (name, outcome) in zip(own.names, own.gather(selection, into: &sink)) {
            if let outcome { ownLog.note(outcome, of: name) }
        }
        await host.gather(selection, into: &sink, within: limit(of: request))
        sink.finish()
        var response = Response(contentType: negotiation.contentType, body: sink.bytes)
        response.fields.append("Vary", "Accept")
        return response
    }

    /// How long the scraper waits for this; `nil` when it does not say, or nothing that makes sense.
    private func limit(of request: Request) -> Duration? {
        guard let header = request.head.fields.first("x-prometheus-scrape-timeout-seconds") else { return nil }
        return ProbeTimeout.duration(header: header, offset: Self.margin, module: nil)
    }
}
