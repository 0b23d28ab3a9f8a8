import Prometheus
import Server
import Wire

/// Every path the exporter answers.
struct Routes: Sendable {
    let ledger: Ledger
    let registry: Registry
    let telemetryPath: String
    /// `nil` for no bound.
    let maxScrapes: Int?
    /// Unix seconds.
    let now: @Sendable () -> Double
    /// Loads the configuration anew; the error is one line for each thing wrong.
    let reload: @Sendable () async throws -> Void

    var all: [Route] {
        let metrics = MetricsEndpoint(registry: registry)
        let landing = LandingPage(ledger: ledger, telemetryPath: telemetryPath, now: now)
        return [
            .get(telemetryPath, maxConcurrentRequests: maxScrapes) { metrics.answer($0) },
            .get("/") { landing.answer($0) },
            .get("/-/healthy") { _ in .text("Healthy\n") },
            .get("/-/ready") { _ in .text("Ready\n") },
            .get("/api/v1/verdict") { _ in document { VerdictDocument(ledger.conclusion(at: now())) } },
            .get("/api/v1/probes") { _ in document { ledger.probes.map(ProbeDocument.init) } },
            .post("/-/reload") { _ in await answerReload() },
            Route("PUT", "/-/reload") { _ in await answerReload() },
        ]
    }

    private func document(_ make: () -> some Encodable) -> Response {
        do {
            var response = Response.json(try JSONBody.encode(make()))
            response.fields.append("Cache-Control", "no-store")
            return response
        } catch {
            return .error(500, "\(error)")
        }
    }

    private func answerReload() async -> Response {
        do {
            try await reload()
            return .text("Reloaded\n")
        } catch {
            return .error(500, "\(error)")
        }
    }
}
