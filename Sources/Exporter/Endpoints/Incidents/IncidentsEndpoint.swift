import Diagnosis
import Server
import Wire

/// `/api/v1/incidents`: what went wrong and when, each as a document for machines and for people, and people's notes on it.
struct IncidentsEndpoint: Sendable {
    let ledger: IncidentLedger
    /// Who may write notes, by the configuration in force.
    let writer: @Sendable () -> NoteWriter
    /// Unix seconds.
    let now: @Sendable () -> Double
    /// Whether an incident would outlast this process.
    let isStored: @Sendable (Incident) -> Bool
    /// Returns once a note of the incident so called is durable, or throws why it is not.
    let store: @Sendable (Note, String) async throws -> Void
    /// Hears of an incident that has got a note.
    let changed: @Sendable (Incident) -> Void

    private static let path = "/api/v1/incidents"

    /// The routes it answers.
    var routes: [Route] {
        [
            .get(Self.path) { list($0) },
            .get("\(Self.path)/{id}") { one($0) },
            .get("\(Self.path)/{id}/post-mortem") { request in
                incident(request).map(postMortem) ?? Self.notFound
            },
            // A store that hangs must not gather all connections there are.
            .post("\(Self.path)/{id}/notes", maxConcurrentRequests: 8) { await take($0) },
        ]
    }

    private static let notFound = Response.error(404, "no such incident")

    private func incident(_ request: Request) -> Incident? {
        request.parameters["id"].flatMap { ledger[$0] }
    }

    private func list(_ request: Request) -> Response {
        do throws(IncidentQuery.Mistake) {
            let query = try IncidentQuery(request.query)
            let matching = ledger.all.filter(query.contains)
            let documents = matching.reversed().prefix(query.limit).map {
                IncidentDocument($0, isStored: isStored($0), isWhole: false)
            }
            return document(IncidentListDocument(matching: matching.count, incidents: documents))
        } catch {
            return .error(400, "\(error)")
        }
    }

    private func one(_ request: Request) -> Response {
        if let id = request.parameters["id"], id.hasSuffix(".md") {
            return ledger[String(id.dropLast(3))].map(postMortem) ?? Self.notFound
        }
        guard let incident = incident(request) else { return Self.notFound }
        return document(IncidentDocument(incident, isStored: isStored(incident), isWhole: true))
    }

    private func postMortem(_ incident: Incident) -> Response {
        var response = Response(
            contentType: "text/markdown; charset=utf-8", body: Array(PostMortem(of: incident).markdown.utf8))
        response.fields.append("Cache-Control", "no-store")
        // What a browser might make of Markdown with a stranger's words in it is not to be tried.
        response.fields.append("X-Content-Type-Options", "nosniff")
        return response
    }

    private func take(_ request: Request) async -> Response {
        if let refusal = writer().refusal(of: request) { return refusal }
        guard let incident = incident(request) else { return Self.notFound }
        let note: Note
        switch NoteBody.read(request) {
        case .failure(let refusal): return refusal.response
        case .success(let body):
            do throws(NoteRefusal) {
                note = try ledger.draft(author: body.author, text: body.text, for: incident.id, at: now())
            } catch {
                return .error(error == .noSuchIncident ? 404 : error == .full ? 409 : 400, "\(error)")
            }
        }
        do {
            try await store(note, incident.id)
        } catch {
            return .error(503, "the note could not be stored and is not taken: \(error)")
        }
        guard let noted = ledger.add(note, to: incident.id) else { return Self.notFound }
        changed(noted)
        return document(NoteDocument(note), status: 201)
    }

    private func document(_ document: some Encodable, status: Int = 200) -> Response {
        do {
            var response = Response.json(try JSONBody.encode(document), status: status)
            response.fields.append("Cache-Control", "no-store")
            return response
        } catch {
            return .error(500, "\(error)")
        }
    }
}
