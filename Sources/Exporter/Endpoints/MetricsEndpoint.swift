import Prometheus
import Server
import Wire

/// `/metrics`: everything, in the format the scraper prefers.
struct MetricsEndpoint: Sendable {
    let registry: Registry
    private let negotiator = ContentNegotiator()

    init(registry: Registry) {
        self.registry = registry
    }

    func answer(_ request: Request) -> Response {
        let selected: Registry
        do throws(CollectorSelectionError) {
            selected = try registry.selecting(
                collect: values("collect[]", of: request), exclude: values("exclude[]", of: request))
        } catch {
            return .error(400, "\(error)")
        }
        let negotiation = negotiator.negotiation(for: request.head.fields.joined("accept"))
        var sink = MetricSink(negotiation.format)
        selected.gather(into: &sink)
        sink.finish()
        var response = Response(contentType: negotiation.contentType, body: sink.bytes)
        response.fields.append("Vary", "Accept")
        return response
    }

    private func values(_ name: String, of request: Request) -> [String] {
        request.query.filter { $0.name == name }.map(\.value)
    }
}
