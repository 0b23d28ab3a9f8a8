import Diagnosis
import Foundation
import TLS
import Testing
import Wire

@testable import Exporter
@testable import Server

@Suite struct ReportsEndpointTests {
    private static let report = "{\"symptom\": \"cannot_send\", \"region\": \"north\", \"client\": \"ios\"}"

    private func office(_ change: (inout ReportsSection) -> Void = { _ in }) throws -> ReportOffice {
        try ReportOffice(ReportOffice.section(change))
    }

    @Test func countsOnce() async throws {
        let office = try office()
        let first = try await office.post(Self.report)
        #expect(first.status == 202)
        #expect(first.text == "{\"result\": \"counted\"}\n")
        #expect(first.fields.first("cache-control") == "no-store")
        let second = try await office.post(Self.report)
        #expect(second.status == 200)
        #expect(second.text == "{\"result\": \"already_counted\"}\n")
        let metrics = try office.metrics()
        #expect(metrics.contains("\nwhatsapp_reports_total{symptom=\"cannot_send\",user_region=\"north\"} 1\n"))
        #expect(metrics.contains("\nwhatsapp_report_clients_total{client=\"ios\"} 1\n"))
        #expect(metrics.contains("\nwhatsapp_report_distinct_reporters{symptom=\"cannot_send\"} 1\n"))
        #expect(metrics.contains("\nwhatsapp_report_last_timestamp_seconds 1795356000\n"))
    }

    @Test func takesForms() async throws {
        let office = try office()
        let type = "application/x-www-form-urlencoded; charset=UTF-8"
        let response = try await office.post("symptom=media&severity=3&solved=&text=caf%C3%A9+au+lait", type: type)
        #expect(response.status == 202)
        #expect(try office.metrics().contains("\nwhatsapp_report_texts_total 1\n"))
    }

    @Test func takesAnswers() async throws {
        let office = try office()
        _ = try await office.post(Self.report)
        let answer = try await office.post("{\"symptom\": \"cannot_send\", \"solved\": true, \"severity\": 4}")
        #expect(answer.status == 202)
        #expect(answer.text == "{\"result\": \"answered\"}\n")
        let metrics = try office.metrics()
        #expect(metrics.contains("\nwhatsapp_report_survey_answers_total{symptom=\"cannot_send\",solved=\"yes\"} 1\n"))
        #expect(metrics.contains("\nwhatsapp_report_survey_severity_bucket{symptom=\"cannot_send\",le=\"3\"} 0\n"))
        #expect(metrics.contains("\nwhatsapp_report_survey_severity_bucket{symptom=\"cannot_send\",le=\"4\"} 1\n"))
        #expect(metrics.contains("\nwhatsapp_report_survey_severity_sum{symptom=\"cannot_send\"} 4\n"))
    }

    @Test func programsNameReporters() async throws {
        let office = try office()
        for name in ["ada", "bob", "ada"] {
            _ = try await office.post("{\"symptom\": \"calls\", \"reporter\": \"\(name)\"}")
        }
        let metrics = try office.metrics()
        #expect(metrics.contains("\nwhatsapp_report_distinct_reporters{symptom=\"calls\"} 2\n"))
        #expect(!metrics.contains("ada"))
        #expect(!office.lines.contains("ada"))
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1", 1), ("192.0.2.1", "192.0.2.2", 2), ("2001:db8:1:2::3", "2001:db8:1:2:ffff::4", 1),
        ("2001:db8:1:2::3", "2001:db8:1:3::3", 2), ("192.0.2.1", "::ffff:192.0.2.1", 1),
    ])
    func addressesStandForReporters(first: String, second: String, reporters: Int) async throws {
        let office = try office()
        for peer in [first, second] { _ = try await office.post(Self.report, from: peer) }
        #expect(try office.metrics().contains("_distinct_reporters{symptom=\"cannot_send\"} \(reporters)\n"))
    }

    private static let refusals: [(ReportResult, String?, String?, String)] = [
        (.unauthorized, nil, "application/json", report), (.unauthorized, "wrong", "application/json", report),
        (.unauthorized, "", "application/json", report), (.unsupportedType, "t0ken", "text/plain", report),
        (.unsupportedType, "t0ken", nil, report), (.unsupportedType, "t0ken", "multipart/form-data; boundary=x", report),
        (.tooLarge, "t0ken", "application/json", "{\"text\": \"\(String(repeating: "x", count: 8192))\"}"),
        (.invalid, "t0ken", "application/json", ""), (.invalid, "t0ken", "application/json", "{\"symptom\": \"cannot_se"),
        (.invalid, "t0ken", "application/json", "[]"), (.invalid, "t0ken", "application/json", "null"),
        (.invalid, "t0ken", "application/json", String(repeating: "[", count: 8192)),
        (.invalid, "t0ken", "application/json", String(repeating: "{\"a\":", count: 1600)),
        (.invalid, "t0ken", "application/json", "{\"symptom\": [\"cannot_send\"]}"),
        (.invalid, "t0ken", "application/json", "{\"symptom\": \"cannot_send\", \"severity\": 1e999}"),
        (.invalid, "t0ken", "application/json", "{\"symptom\": \"cannot_send\", \"severity\": 2.5}"),
        (.invalid, "t0ken", "application/json", "{\"symptom\": \"down\"}"),
        (.invalid, "t0ken", "application/json", "{\"symptom\": \"cannot_send\", \"phone\": \"+49 170 1234567\"}"),
        (.invalid, "t0ken", "application/x-www-form-urlencoded", "symptom=%zz"),
        (.invalid, "t0ken", "application/x-www-form-urlencoded", "symptom=%ff"),
        (.invalid, "t0ken", "application/x-www-form-urlencoded", "symptom=media&symptom=calls"),
        (.invalid, "t0ken", "application/x-www-form-urlencoded", (0..<40).map { "f\($0)=1" }.joined(separator: "&")),
    ]

    @Test(arguments: Self.refusals)
    func refusesInOneLineAndKeepsNothing(result: ReportResult, token: String?, type: String?, body: String) async throws {
        let office = try office()
        let before = try office.metrics()
        let response = try await office.post(body, type: type, token: token)
        #expect(response.status == result.status)
        #expect(response.text.split(separator: "\n").count == 1)
        #expect(response.body.count < 400, "never more comes out than went in, by much")
        #expect(!response.text.contains("1234567"))
        #expect(try office.requests(result) == 1)
        let after = try office.metrics().split(separator: "\n").filter { !$0.contains("report_requests_total{") }
        #expect(after == before.split(separator: "\n").filter { !$0.contains("report_requests_total{") })
        #expect(office.lines == "")
    }

    private func signed(
        _ body: String, at time: Double = ReportOffice.start, secret: String = "s3cret", timestamp: String? = nil
    ) throws -> [(String, String)] {
        let timestamp = timestamp ?? "\(Int(time))"
        let code = try HMACSHA256.authenticate(Array("\(timestamp).\(body)".utf8), key: Array(secret.utf8))
        let hex = code.map { String(format: "%02x", $0) }.joined()
        return [("X-Report-Timestamp", timestamp), ("X-Report-Signature", "sha256=\(hex)")]
    }

    @Test func takesSignaturesOnce() async throws {
        let office = try office()
        let fields = try signed(Self.report)
        #expect(try await office.post(Self.report, fields, token: nil).status == 202)
        let replayed = try await office.post(Self.report, fields, token: nil)
        #expect(replayed.status == 409)
        #expect(try office.requests(.replayed) == 1)
        office.pass(299)
        #expect(try await office.post(Self.report, fields, token: nil).status == 409)
        office.pass(2)
        #expect(try await office.post(Self.report, fields, token: nil).status == 401)
        #expect(try office.requests(.stale) == 1)
    }

    /// By `printf '1795356000.{"symptom": "calls"}' | openssl dgst -sha256 -hmac s3cret`.
    @Test func takesWhatOpenSSLSigned() async throws {
        let hex = "ef99e0cf03dc1f9d5713a7077b303396c9aeaf946d8015645dad8db29bd38e01"
        for text in [hex, "sha256=\(hex.uppercased())"] {
            let office = try office()
            let fields = [("X-Report-Timestamp", "1795356000"), ("X-Report-Signature", text)]
            #expect(try await office.post("{\"symptom\": \"calls\"}", fields, token: nil).status == 202)
        }
    }

    @Test(arguments: [
        (301.0, nil, ReportResult.stale), (-301, nil, .stale), (0, "", .stale), (0, "soon", .stale), (0, "1e9", .stale),
        (0, "99999999999999999999", .stale), (0, "-1795356000", .stale),
    ])
    func clocksMustAgree(seconds: Double, timestamp: String?, result: ReportResult) async throws {
        let office = try office()
        let fields = try signed(Self.report, at: ReportOffice.start + seconds, timestamp: timestamp)
        #expect(try await office.post(Self.report, fields, token: nil).status == 401)
        #expect(try office.requests(result) == 1)
    }

    @Test func wrongSignaturesAreRefused() async throws {
        let office = try office()
        let right = try signed(Self.report)
        let wrong = [
            try signed(Self.report, secret: "secret"), try signed(Self.report + " "), [right[1]],
            [right[0], ("X-Report-Signature", "")], [right[0], ("X-Report-Signature", "sha256=zz")],
            [("X-Report-Timestamp", "1795356001"), right[1]], right + [right[1]], right + [right[0]],
            [right[0], ("X-Report-Signature", String(repeating: "é", count: 32))],
        ]
        for fields in wrong { #expect(try await office.post(Self.report, fields, token: nil).status == 401) }
        #expect(try office.requests(.badSignature) == wrong.count)
        // A wrong signature is not made good by a token.
        #expect(try await office.post(Self.report, wrong[0]).status == 401)
    }

    @Test func eachSourceHasARate() async throws {
        let office = try office { ($0.rateLimit.burst, $0.rateLimit.interval) = (2, .seconds(30)) }
        for symptom in ["cannot_send", "media"] { #expect(try await office.post("{\"symptom\": \"\(symptom)\"}").status == 202) }
        let refused = try await office.post("{\"symptom\": \"calls\"}")
        #expect(refused.status == 429)
        #expect(refused.fields.first("retry-after") == "30")
        #expect(try await office.post("{\"symptom\": \"calls\"}", from: "192.0.2.2").status == 202)
        #expect(try await office.post("{\"symptom\": \"calls\", \"reporter\": \"ada\"}").status == 202)
        office.pass(30)
        #expect(try await office.post("{\"symptom\": \"calls\"}").status == 202)
    }

    /// What was refused for its rate may be sent again as it is.
    @Test func limitedSignatureMayComeAgain() async throws {
        let office = try office { $0.rateLimit.burst = 1 }
        #expect(try await office.post(Self.report).status == 202)
        let body = "{\"symptom\": \"delayed\"}"
        let fields = try signed(body)
        #expect(try await office.post(body, fields, token: nil).status == 429)
        office.pass(30)
        #expect(try await office.post(body, fields, token: nil).status == 202)
    }

    @Test func believesProxiesThatAreTrusted() async throws {
        let office = try office { $0.trustedProxies = [IPNetwork("10.0.0.0/8")].compactMap(\.self) }
        for client in ["198.51.100.1", "198.51.100.2"] {
            _ = try await office.post(Self.report, [("X-Forwarded-For", client)], from: "10.0.0.1")
        }
        // Nobody trusts these.
        for client in ["198.51.100.3", "198.51.100.4"] {
            _ = try await office.post(Self.report, [("X-Forwarded-For", client)], from: "192.0.2.1")
        }
        #expect(try office.metrics().contains("_distinct_reporters{symptom=\"cannot_send\"} 3\n"))
    }

    @Test func pagesOfConfiguredOriginsMayAsk() async throws {
        let office = try office { $0.corsOrigins = ["https://intranet.example.com"] }
        let own = [("Origin", "https://intranet.example.com")]
        let preflight = try await office.ask("OPTIONS", "/api/v1/reports", own)
        #expect(preflight.status == 204)
        #expect(preflight.fields.first("access-control-allow-origin") == "https://intranet.example.com")
        #expect(preflight.fields.first("access-control-allow-methods") == "POST")
        #expect(preflight.fields.first("vary") == "Origin")
        let answer = try await office.post(Self.report, own)
        #expect(answer.fields.first("access-control-allow-origin") == "https://intranet.example.com")
        for origin in ["https://evil.example.com", "null", "https://intranet.example.com.evil.example", "*"] {
            let preflight = try await office.ask("OPTIONS", "/api/v1/reports", [("Origin", origin)])
            #expect(preflight.fields.first("access-control-allow-origin") == nil)
            #expect(try await office.post(Self.report, [("Origin", origin)]).fields.first("access-control-allow-origin") == nil)
        }
    }

    @Test func withoutConfigurationThereIsNothing() async throws {
        let office = try ReportOffice(nil)
        #expect(try await office.post(Self.report).status == 404)
        #expect(try await office.ask("OPTIONS", "/api/v1/reports").status == 404)
        #expect(try await office.ask("GET", "/report").status == 404)
        #expect(try await office.ask("POST", "/report").status == 404)
        #expect(try office.metrics().split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
        office.desk.reconfigure(ReportOffice.configuration(ReportOffice.section()))
        #expect(try await office.post(Self.report).status == 202)
    }

    @Test func onlyTheFormMayBeOpen() async throws {
        let office = try ReportOffice(ReportOffice.section { ($0.token, $0.hmacSecret) = (nil, nil) })
        let response = try await office.post(Self.report, token: "")
        #expect(response.status == 401)
        #expect(response.text.contains("people may at /report"))
        let closed = try ReportOffice(ReportOffice.section { $0.hasForm = false })
        #expect(try await closed.ask("GET", "/report").status == 404)
        #expect(try await closed.ask("POST", "/report").status == 404)
    }
}
