import Diagnosis
import Prometheus
import Server
import Wire

/// Every path the exporter answers.
struct Routes: Sendable {
    let books: Books
    let metrics: MetricsEndpoint
    let telemetryPath: String
    /// `nil` for no bound.
    let maxScrapes: Int?
    /// Unix seconds.
    let now: @Sendable () -> Double
    /// Who may write notes, by the configuration in force.
    let noteWriter: @Sendable () -> NoteWriter
    /// Whether people may report trouble by a page.
    let takesReports: @Sendable () -> Bool
    let onDemand: ProbeEndpoint
    let desk: SignalDesk
    /// What the sources of signals answer.
    let signals: [Route]
    /// The configuration in force as YAML, without secrets.
    let shownConfiguration: @Sendable () -> String
    /// Loads the configuration anew; the error is one line for each thing wrong.
    let reload: @Sendable () async throws -> Void

    var all: [Route] {
        let ledger = books.probes
        let landing = LandingPage(
            books: books, desk: desk, takesReports: takesReports, telemetryPath: telemetryPath, recent: onDemand.recent, now: now)
        let configuration = ConfigEndpoint(text: shownConfiguration)
        let own: [Route] = [
            .get(telemetryPath, maxConcurrentRequests: maxScrapes) { await metrics.answer($0) },
            .get("/") { landing.answer($0) },
            .get("/config") { configuration.answer($0) },
            .get("/-/healthy") { _ in .text("Healthy\n") },
            .get("/-/ready") { _ in .text("Ready\n") },
            .get("/api/v1/verdict") { _ in document { VerdictDocument(ledger.conclusion(at: now())) } },
            .get("/api/v1/probes") { _ in document { ledger.probes.map(ProbeDocument.init) } },
            .get("/api/v1/signals") { _ in document { desk.standing(at: now()).map(SignalDocument.init) } },
            .get("/api/v1/edges") { _ in
                let now = now()
                return document { EdgeDocument(books.edges.overview(at: now), at: now) }
            },
            .post("/-/reload") { _ in await answerReload() },
            Route("PUT", "/-/reload") { _ in await answerReload() },
        ]
        return own + incidents.routes + onDemand.routes + signals
    }

    private var incidents: IncidentsEndpoint {
        let books = books
        return IncidentsEndpoint(
            ledger: books.incidents, writer: noteWriter, now: now,
            isStored: { books.history.hasWritten(.incident($0.id)) },
            store: { note, incident in try await books.keep(note, of: incident) }, changed: { books.keep($0) })
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
