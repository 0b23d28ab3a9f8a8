import Diagnosis
import Foundation
import Posix
import Synchronization
import Testing
import Wire
import YAML

@testable import Exporter
@testable import Server

@Suite struct IncidentsEndpointTests {
    struct DiskFull: Error, CustomStringConvertible {
        var description: String { "the disk is full" }
    }

    private final class Trace: Sendable {
        let stored = Mutex<[String]>([])
        let changed = Mutex<[String]>([])
    }

    private let ledger = Troubles.ledger()
    private let trace = Trace()
    private static let id = "2026-11-22-02"
    private static let json = "{\"author\": \"ada\", \"text\": \"Rang the provider.\"}"

    private func ask(
        _ method: String = "GET", _ target: String, token: Secret? = nil, fields: HTTPFields = [:], body: String = "",
        peer: String? = "127.0.0.1", failing: Bool = false
    ) async throws -> Response {
        let endpoint = IncidentsEndpoint(
            ledger: ledger, writer: { NoteWriter(token: token) }, now: { Troubles.start + 4000 }, isStored: { !$0.isOpen },
            store: { [trace] note, id in
                if failing { throw DiskFull() }
                trace.stored.withLock { $0.append("\(id)/\(note.id)") }
            }, changed: { [trace] incident in trace.changed.withLock { $0.append(incident.id) } })
        let target = try HTTPRequestTarget(parsing: target)
        let head = try #require(HTTPRequestHead(method: method, target: "/", fields: fields))
        switch Router(endpoint.routes).match(method: method, path: target.path) {
        case .route(let route, let parameters):
            let peer = peer.flatMap { SocketAddress(literal: $0, port: 50_000) }
            return await route.handler(
                Request(head: head, target: target, body: Array(body.utf8), peer: peer, parameters: parameters))
        case .methodNotAllowed: return .error(405)
        default: return .error(404)
        }
    }

    private func object(_ response: Response) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(response.body)) as? [String: Any])
    }

    private func text(_ response: Response) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test(arguments: [
        ("", ["2026-11-22-02", "2026-11-22-01"], 2), ("?state=open", ["2026-11-22-02"], 1),
        ("?state=resolved&limit=5", ["2026-11-22-01"], 1), ("?limit=1", ["2026-11-22-02"], 2),
    ])
    func listsTheNewestFirst(query: String, ids: [String], matching: Int) async throws {
        let response = try await ask("/api/v1/incidents" + query)
        #expect(response.status == 200)
        let object = try object(response)
        let incidents = try #require(object["incidents"] as? [[String: Any]])
        #expect(incidents.compactMap { $0["id"] as? String } == ids)
        #expect(object["matching"] as? Int == matching)
        #expect(incidents.allSatisfy { $0["timeline"] == nil && $0["notes"] == nil })
    }

    private func ask(_ target: String) async throws -> Response { try await ask("GET", target) }

    @Test(arguments: [
        ("state=closed", "state is \"closed\", but must be one of open, resolved, all"),
        ("limit=0", "limit is \"0\", but must be a number from 1 to 500"), ("limit=501", "limit is \"501\", but"),
        ("limit=9e9", "limit is \"9e9\", but"), ("limit", "limit is \"\", but"), ("sort=id", "there is no parameter \"sort\""),
        ("limit=1&limit=2", "\"limit\" is given twice"), ("state=%0a", "state is \"\\n\", but"),
    ])
    func badQueryIsOneLine(query: String, message: String) async throws {
        let response = try await ask("/api/v1/incidents?" + query)
        #expect(response.status == 400)
        #expect(text(response).hasPrefix("400 Bad Request: " + message))
        #expect(text(response).split(separator: "\n").count == 1)
    }

    @Test func tellsOneWhole() async throws {
        let incident = try object(try await ask("/api/v1/incidents/2026-11-22-01"))
        #expect(incident["started_at"] as? String == "2026-11-22T14:00:00Z")
        #expect(incident["detected_at"] as? String == "2026-11-22T14:01:15Z")
        #expect(incident["restored_at"] as? String == "2026-11-22T14:30:00Z")
        #expect(incident["seconds_to_detect"] as? Double == 75)
        #expect(incident["seconds_to_restore"] as? Double == 1800)
        #expect(incident["state"] as? String == "resolved")
        #expect(incident["stored"] as? Bool == true)
        #expect((incident["timeline"] as? [Any])?.count == 4)
        #expect((incident["likeness"] as? [String: Any])?["in_30_days"] as? Int == 0)
        let open = try object(try await ask("/api/v1/incidents/2026-11-22-02"))
        #expect(open["stored"] as? Bool == false)
        #expect(open["restored_at"] == nil)
    }

    @Test(arguments: ["/2026-11-22-01/post-mortem", "/2026-11-22-01.md"])
    func postMortemIsMarkdown(path: String) async throws {
        let response = try await ask("/api/v1/incidents" + path)
        #expect(response.fields.first("content-type") == "text/markdown; charset=utf-8")
        #expect(text(response).hasPrefix("# Incident 2026-11-22-01: WhatsApp outage\n"))
        #expect(text(response).contains("\\<b\\>stranger\\</b\\>"))
    }

    @Test(arguments: [
        "/2026-11-22-03", "/2026-11-22-03.md", "/2026-11-22-03/post-mortem", "/.md", "/..%2f..%2fetc%2fpasswd", "/%00",
    ])
    func unknownIsNotFound(path: String) async throws {
        #expect(try await ask("/api/v1/incidents" + path).status == 404)
    }

    private func post(
        _ body: String = Self.json, id: String = Self.id, token: Secret? = nil, type: String? = "application/json",
        fields: [(String, String)] = [], peer: String? = "127.0.0.1", failing: Bool = false
    ) async throws -> Response {
        var all = HTTPFields()
        if let type { all.append("Content-Type", type) }
        for (name, value) in fields { all.append(name, value) }
        return try await ask(
            "POST", "/api/v1/incidents/\(id)/notes", token: token, fields: all, body: body, peer: peer, failing: failing)
    }

    @Test func noteIsShownOnceStored() async throws {
        let refused = try await post(failing: true)
        #expect(refused.status == 503)
        #expect(text(refused).contains("the disk is full"))
        #expect(ledger[Self.id]?.notes.isEmpty == true)

        let response = try await post(type: "application/json; charset=utf-8")
        #expect(response.status == 201)
        let note = try object(response)
        #expect(note["author"] as? String == "ada" && note["text"] as? String == "Rang the provider.")
        #expect(note["at"] as? String == "2026-11-22T15:06:40Z")
        #expect(ledger[Self.id]?.notes.map(\.text) == ["Rang the provider."])
        #expect(trace.stored.withLock { $0 } == ["\(Self.id)/2"])
        #expect(trace.changed.withLock { $0 } == [Self.id])
        let shown = try object(try await ask("/api/v1/incidents/\(Self.id)"))
        #expect((shown["notes"] as? [[String: Any]])?.count == 1)
    }

    @Test(arguments: [
        ("", "the body is not JSON"), ("[1", "the body is not JSON"), ("[]", "the body is no object"),
        ("{\"text\": \"x\"}", "\"author\" is missing"), ("{\"author\": \"a\"}", "\"text\" is missing"),
        ("{\"author\": \"a\", \"text\": 7}", "\"text\" is no text"), ("{\"author\": null, \"text\": \"x\"}", "\"author\" is"),
        ("{\"author\": \"\", \"text\": \"x\"}", "\"author\" is empty"),
        ("{\"author\": \"a\", \"text\": \"\\u0000\"}", "\"text\" holds a control character"),
        ("{\"author\": \"a\", \"text\": \"\(String(repeating: "x", count: 2001))\"}", "\"text\" has more than 2000 characters"),
        (String(repeating: "[", count: 20_000), "the body is not JSON"),
    ])
    func badNoteIsOneLine(body: String, message: String) async throws {
        let response = try await post(body)
        #expect(response.status == 400)
        #expect(text(response).hasPrefix("400 Bad Request: " + message))
        #expect(text(response).split(separator: "\n").count == 1)
        #expect(trace.stored.withLock { $0 }.isEmpty)
    }

    @Test func refusesOtherTypesSizesAndIncidents() async throws {
        for type in [nil, "text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
            #expect(try await post(type: type).status == 415)
        }
        #expect(try await post(String(repeating: " ", count: 40_000)).status == 413)
        #expect(try await post(id: "2026-11-22-09").status == 404)
        #expect(try await ask("GET", "/api/v1/incidents/\(Self.id)/notes").status == 405)
        #expect(trace.stored.withLock { $0 }.isEmpty)
    }

    @Test(
        arguments: [
            ("127.0.0.1", nil, 201), ("127.9.9.9", nil, 201), ("::1", nil, 201), ("::ffff:127.0.0.1", nil, 201),
            ("192.0.2.1", nil, 403), ("10.0.0.1", nil, 403), ("::ffff:192.0.2.1", nil, 403), (nil, nil, 403),
            ("127.0.0.1", "Origin", 403), ("127.0.0.1", "X-Forwarded-For", 403), ("127.0.0.1", "Forwarded", 403),
        ] as [(String?, String?, Int)])
    func withoutATokenOnlyThisHostWrites(peer: String?, field: String?, status: Int) async throws {
        #expect(try await post(fields: field.map { [($0, "http://localhost")] } ?? [], peer: peer).status == status)
    }

    @Test(
        arguments: [
            (nil, 401), ("Bearer s3cret", 201), ("bearer s3cret", 201), ("Bearer s3cre", 401), ("Bearer s3cret2", 401),
            ("Bearer", 401), ("Basic s3cret", 401), ("s3cret", 401), ("Bearer  s3cret", 401),
        ] as [(String?, Int)])
    func withATokenWhoeverShowsItWrites(authorization: String?, status: Int) async throws {
        let fields = authorization.map { [("Authorization", $0)] } ?? []
        let response = try await post(token: Secret("s3cret"), fields: fields, peer: "192.0.2.1")
        #expect(response.status == status)
        #expect((response.fields.first("www-authenticate") != nil) == (status == 401))
    }

    @Test func fullIncidentSaysSo() async throws {
        for _ in 0..<Incident.noteLimit { #expect(try await post().status == 201) }
        let response = try await post()
        #expect(response.status == 409)
        #expect(text(response) == "409 Conflict: the incident has \(Incident.noteLimit) notes, which is all it takes\n")
    }
}
