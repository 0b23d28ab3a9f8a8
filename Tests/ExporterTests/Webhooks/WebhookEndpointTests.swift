import Diagnosis
import Foundation
import Prometheus
import Synchronization
import TLS
import Testing
import WhatsApp
import Wire

@testable import Exporter
@testable import Server

@Suite struct WebhookEndpointTests {
    private static let start = 1_795_000_005.0
    private static let secret = "0123456789abcdef0123456789abcdef"
    private static let json: HTTPFields = ["Content-Type": "application/json"]

    private final class Signals: Sendable {
        let told = Mutex<[Signal]>([])
    }

    private let signals = Signals()
    private let desk: WebhookDesk

    init() throws {
        desk = try Self.desk(
            """
            webhooks:
              app_secret: "\(Self.secret)"
              previous_app_secret: "old"
              verify_token: "blue socks"
            """, signals)
    }

    private static func desk(_ text: String, _ signals: Signals) throws -> WebhookDesk {
        let configuration = try ConfigurationFiles(text).load()
        let log = Log(threshold: .error) { _ in true }
        let (history, remembered) = try History.open(directory: nil, History.Settings(), log: log)
        return WebhookDesk(
            configuration,
            SignalContext(
                desk: SignalDesk { signal in signals.told.withLock { $0.append(signal) } }, history: history,
                remembered: remembered,
                pseudonyms: try Pseudonyms(), log: log, now: { start }))
    }

    private static func fixture(_ name: String) throws -> [UInt8] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: tests.appending(path: "Fixtures/webhooks/\(name).json")))
    }

    private static func signature(_ body: [UInt8], _ secret: String = secret) throws -> String {
        let code = try HMACSHA256.authenticate(body, key: Array(secret.utf8))
        return "sha256=" + code.map { String(format: "%02x", $0) }.joined()
    }

    private func ask(
        _ method: String, query: String = "", fields: HTTPFields = [:], body: [UInt8] = [], of desk: WebhookDesk? = nil
    ) async throws -> Response {
        let target = try HTTPRequestTarget(parsing: "/webhooks/whatsapp" + query)
        let head = try #require(HTTPRequestHead(method: method, target: "/", fields: fields))
        guard case .route(let route, _) = Router((desk ?? self.desk).routes).match(method: method, path: target.path) else {
            return .error(404)
        }
        return await route.handler(Request(head: head, target: target, body: body))
    }

    /// Posts a body as the platform does.
    private func post(_ body: [UInt8], secret: String = secret, type: String = "application/json") async throws -> Int {
        let fields: HTTPFields = ["Content-Type": type, "X-Hub-Signature-256": try Self.signature(body, secret)]
        return try await ask("POST", fields: fields, body: body).status
    }

    private func exposition(_ desk: WebhookDesk? = nil, _ format: ExpositionFormat = .text) throws -> String {
        var sink = MetricSink(format)
        for collector in (desk ?? self.desk).collectors { try collector.collect(into: &sink) }
        sink.finish()
        return String(decoding: sink.bytes, as: UTF8.self)
    }

    /// The samples that are not zero, of a family.
    private func samples(_ family: String) throws -> [String] {
        try exposition().split(separator: "\n").map(String.init).filter {
            $0.hasPrefix("whatsapp_\(family)") && !$0.hasSuffix(" 0")
        }
    }

    @Test func countsWhatItIsTold() async throws {
        for name in [
            "status_sent", "status_delivered", "status_delivered", "status_failed", "message_text", "account_disabled", "alert",
        ] {
            #expect(try await post(Self.fixture(name)) == 200)
        }
        let id = "phone_number_id=\"106540352242922\""
        #expect(
            try samples("webhook_statuses_total") == [
                "whatsapp_webhook_statuses_total{\(id),status=\"sent\"} 1",
                "whatsapp_webhook_statuses_total{\(id),status=\"delivered\"} 1",
                "whatsapp_webhook_statuses_total{\(id),status=\"failed\"} 1",
            ])
        #expect(
            try samples("webhook_failures_total") == ["whatsapp_webhook_failures_total{class=\"recipient\",code=\"131026\"} 1"])
        #expect(try samples("webhook_messages_received_total") == ["whatsapp_webhook_messages_received_total{\(id)} 1"])
        #expect(try samples("webhook_requests_total") == ["whatsapp_webhook_requests_total{result=\"ok\"} 7"])
        #expect(try samples("webhook_duplicates_total") == ["whatsapp_webhook_duplicates_total 1"])
        #expect(
            try samples("message_delivery_latency_seconds").contains(
                "whatsapp_message_delivery_latency_seconds_bucket{\(id),le=\"5\"} 1"))
        #expect(try samples("message_delivery_latency_seconds_sum") == ["whatsapp_message_delivery_latency_seconds_sum{\(id)} 4"])
        #expect(
            try samples("business_account_event") == [
                "whatsapp_business_account_event_timestamp_seconds{waba_id=\"102290129340398\",field=\"account_update\","
                    + "event=\"disabled_update\"} 1795000100",
                "whatsapp_business_account_event_timestamp_seconds{waba_id=\"102290129340398\",field=\"account_alerts\","
                    + "event=\"critical\"} 1795000000",
            ])
        #expect(try samples("business_account_blocked") == ["whatsapp_business_account_blocked{waba_id=\"102290129340398\"} 1"])
        #expect(try samples("business_alerts") == ["whatsapp_business_alerts_total{severity=\"critical\"} 1"])
    }

    @Test func namesNobody() async throws {
        for name in ["status_sent", "message_text", "account_disabled", "account_violation", "alert", "name", "batch"] {
            #expect(try await post(Self.fixture(name)) == 200)
        }
        let text = try exposition()
        for secret in ["16505551234", "15550783881", "wamid", "0001A", "color", "SCAM", Self.secret] {
            #expect(!text.contains(secret))
        }
    }

    @Test(arguments: ExpositionFormat.allCases)
    func outputHoldsTogether(format: ExpositionFormat) async throws {
        for name in ["batch", "alert", "status_failed"] { _ = try await post(Self.fixture(name)) }
        var sink = MetricSink(format)
        for collector in desk.collectors { try collector.collect(into: &sink) }
        sink.finish()
        #expect(ExpositionCheck.problems(in: sink.bytes, format) == [])
    }

    @Test func theFormerSecretHoldsToo() async throws {
        #expect(try await post(Self.fixture("status_sent"), secret: "old") == 200)
    }

    @Test func nothingIsReadWithoutTheRightSignature() async throws {
        let body = try Self.fixture("status_sent")
        let right = try Self.signature(body)
        let wrong: [HTTPFields] = [
            [:], ["X-Hub-Signature-256": try Self.signature(body, "other")],
            ["X-Hub-Signature-256": try Self.signature(body + [32])],
            ["X-Hub-Signature": right], ["X-Hub-Signature-256": String(right.dropLast())],
            ["X-Hub-Signature-256": right, "x-hub-signature-256": right], ["X-Hub-Signature-256": ""],
        ]
        for fields in wrong {
            var all = Self.json
            for line in fields.lines { all.append(line.name, line.value) }
            #expect(try await ask("POST", fields: all, body: body).status == 403)
        }
        #expect(try await post(Array("{".utf8), secret: "other") == 403)
        #expect(try samples("webhook_requests_total") == ["whatsapp_webhook_requests_total{result=\"bad_signature\"} 8"])
        #expect(try samples("webhook_statuses_total").isEmpty)
    }

    @Test func badBodiesAreRefusedByReason() async throws {
        let deep = Array((String(repeating: "{\"a\":", count: 40) + "1" + String(repeating: "}", count: 40)).utf8)
        let many = Array(("{\"entry\":[" + String(repeating: "1,", count: 200_001) + "1]}").utf8)
        let status = try Self.fixture("status_sent")
        #expect(try await post(Array("{".utf8)) == 400)
        #expect(try await post([]) == 400)
        #expect(try await post(deep) == 400)
        #expect(try await post(many) == 400)
        for type in ["text/plain", "application/x-www-form-urlencoded", "", "application/jsonp"] {
            #expect(try await post(status, type: type) == 415)
        }
        #expect(try await post(status, type: "Application/JSON; charset=utf-8") == 200)
        #expect(
            try samples("webhook_requests_total") == [
                "whatsapp_webhook_requests_total{result=\"ok\"} 1", "whatsapp_webhook_requests_total{result=\"bad_type\"} 4",
                "whatsapp_webhook_requests_total{result=\"bad_json\"} 2",
                "whatsapp_webhook_requests_total{result=\"too_deep\"} 1",
                "whatsapp_webhook_requests_total{result=\"too_many_values\"} 1",
            ])
    }

    @Test func whatTheServerRefusedIsCounted() throws {
        let route = try #require(desk.routes.first { $0.method == "POST" })
        for status in [413, 408, 400, 503] { route.onRefusal?(status) }
        #expect(route.maxBodyBytes == 3 << 20 && desk.routes.allSatisfy(\.hasOwnAccess))
        #expect(
            try samples("webhook_requests_total").map { $0.split(separator: "\"")[1] } == [
                "too_large", "too_slow", "broken", "overloaded",
            ])
    }

    @Test func answersThePlatformsQuestion() async throws {
        let good = "?hub.mode=subscribe&hub.verify_token=blue+socks&hub.challenge=1158201444"
        let response = try await ask("GET", query: good)
        #expect(response.status == 200 && response.body == Array("1158201444".utf8))
        #expect(response.fields.first("x-content-type-options") == "nosniff")
        #expect(try await ask("GET", query: good.replacing("blue", with: "red")).status == 403)
        #expect(try await ask("GET").status == 403)
        #expect(
            try samples("webhook_requests_total") == [
                "whatsapp_webhook_requests_total{result=\"verified\"} 1",
                "whatsapp_webhook_requests_total{result=\"bad_verification\"} 2",
            ])
    }

    @Test func isNotThereUntilConfigured() async throws {
        let desk = try Self.desk("catalogue: {enabled: true}", signals)
        let body = try Self.fixture("status_sent")
        let fields: HTTPFields = ["Content-Type": "application/json", "X-Hub-Signature-256": try Self.signature(body)]
        #expect(try await ask("POST", fields: fields, body: body, of: desk).status == 404)
        #expect(try await ask("GET", of: desk).status == 404)
        #expect(try exposition(desk).isEmpty)
        desk.reconfigure(try ConfigurationFiles("webhooks: {app_secret: \(Self.secret), verify_token: x}").load())
        #expect(try await ask("POST", fields: fields, body: body, of: desk).status == 200)
        #expect(try exposition(desk).contains("result=\"ok\"} 1\n"))
    }
}
