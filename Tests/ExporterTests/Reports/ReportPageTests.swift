import Diagnosis
import Foundation
import TLS
import Testing
import Wire

@testable import Exporter
@testable import Server

@Suite struct ReportPageTests {
    private static let type = ("Content-Type", "application/x-www-form-urlencoded")

    private func office(_ change: (inout ReportsSection) -> Void = { _ in }) throws -> ReportOffice {
        try ReportOffice(ReportOffice.section(change))
    }

    private func ticket(_ office: ReportOffice, from peer: String = "192.0.2.1") async throws -> String {
        let text = try await office.ask("GET", "/report", from: peer).text
        let field = try #require(text.firstRange(of: "name=\"ticket\" value=\""))
        return String(text[field.upperBound...].prefix { $0 != "\"" })
    }

    private func send(
        _ office: ReportOffice, _ body: String, ticket: String? = nil, _ fields: [(String, String)] = [],
        from peer: String = "192.0.2.1"
    ) async throws -> Response {
        let own = try await self.ticket(office, from: peer)
        return try await office.ask("POST", "/report", [Self.type] + fields, body: "ticket=\(ticket ?? own)&\(body)", from: peer)
    }

    @Test(arguments: [
        ("", nil, "en"), ("?lang=zh", nil, "zh-Hans"), ("?lang=en", "zh-CN", "en"), ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("", "de-DE,en;q=0.7,zh;q=0.3", "en"), ("", "fr", "en"), ("?lang=xx", "zh", "zh-Hans"), ("", "zh;q=0, en;q=0.1", "en"),
    ])
    func speaksTheLanguageAskedFor(query: String, accepted: String?, tag: String) async throws {
        let response = try await office().ask("GET", "/report\(query)", accepted.map { [("Accept-Language", $0)] } ?? [])
        #expect(response.status == 200)
        #expect(response.text.contains("<html lang=\"\(tag)\">"))
        #expect(response.fields.first("content-language") == tag)
    }

    @Test func allowsNothingButItself() async throws {
        let response = try await office().ask("GET", "/report")
        let policy = try #require(response.fields.first("content-security-policy"))
        let style = try #require(response.text.firstRange(of: "<style>"))
        let end = try #require(response.text.firstRange(of: "</style>"))
        let hash = try SHA256.hash(Array(response.text[style.upperBound..<end.lowerBound].utf8))
        #expect(policy.contains("default-src 'none'; style-src 'sha256-\(Data(hash).base64EncodedString())';"))
        #expect(!policy.contains("unsafe"))
        #expect(response.fields.first("cache-control") == "no-store")
        for word in ["<script", "style=\"", "onclick", "http://", "https://", "<img", "Set-Cookie"] {
            #expect(!response.text.contains(word), "\(word)")
        }
    }

    @Test(arguments: PageLanguage.allCases)
    func saysEverythingInEachLanguage(language: PageLanguage) async throws {
        let words = language.words
        #expect(Set(words.symptoms.keys) == Set(Symptom.allCases))
        #expect(Set(words.clients.keys).union([.unknown]) == Set(ReportClient.allCases))
        #expect(words.severities.count == 5)
        let text = try await office().ask("GET", "/report?lang=\(language.rawValue)").text
        for symptom in Symptom.allCases { #expect(text.contains("value=\"\(symptom.rawValue)\"")) }
        for label in words.symptoms.values { #expect(text.contains("<span>\(label)</span>")) }
        for region in ["north", "south"] { #expect(text.contains("<option value=\"\(region)\">\(region)</option>")) }
        #expect(text.components(separatedBy: "<fieldset").count == text.components(separatedBy: "<legend>").count)
        #expect(text.components(separatedBy: "<select").count == text.components(separatedBy: "<label for=").count)
        for sentence in words.privacy { #expect(text.contains(sentence)) }
    }

    @Test func takesWhatIsSent() async throws {
        let office = try office()
        let body = "lang=zh&symptom=media&region=north&client=ios&severity=4&solved=no"
        let first = try await send(office, body)
        #expect(first.status == 202)
        #expect(first.text.contains(PageWords.chinese.thanks))
        let second = try await send(office, body)
        #expect(second.status == 200)
        #expect(second.text.contains(PageWords.chinese.alreadyCounted))
        let other = try await send(office, "lang=en&symptom=media", from: "192.0.2.2")
        #expect(other.text.contains("2 people have reported this in the last 30 minutes, you among them."))
        let solved = try await send(office, "lang=en&symptom=media&solved=yes", from: "192.0.2.2")
        #expect(solved.status == 202)
        #expect(solved.text.contains(PageWords.english.thanksForAnswer))
        #expect(try office.metrics().contains("\nwhatsapp_reports_total{symptom=\"media\",user_region=\"north\"} 1\n"))
        #expect(try office.requests(.counted) == 2)
    }

    @Test func asksAgainForWhatIsMissing() async throws {
        let office = try office()
        let response = try await send(office, "lang=en&symptom=&client=ios&severity=2&region=south")
        #expect(response.status == 400)
        #expect(response.text.contains("<title>Problem: "))
        #expect(response.text.contains("role=\"alert\""))
        #expect(response.text.contains("<a href=\"#symptom\">Choose what is not working</a>"))
        #expect(response.text.contains("aria-invalid=\"true\" aria-describedby=\"symptom-error\""))
        #expect(response.text.contains("<option value=\"ios\" selected>"))
        #expect(response.text.contains("<option value=\"south\" selected>"))
        #expect(response.text.contains("name=\"severity\" value=\"2\" checked>"))
        #expect(try office.requests(.invalid) == 1)
    }

    @Test(arguments: [
        "symptom=%3Cscript%3Ealert(1)%3C/script%3E", "symptom=media&region=%22%3E%3Cb%3E", "symptom=media&phone=4711",
        "symptom=media&reporter=ada", "symptom=media&symptom=media", "symptom=%ff", "lang=%3Cscript%3E&symptom=x", "symptom=",
        "lang=en\"><script>",
    ])
    func showsNothingOfAStrangers(body: String) async throws {
        let office = try office()
        let response = try await send(office, body)
        #expect((400...403).contains(response.status))
        for word in ["<script", "<b>", "4711", "ada\""] { #expect(!response.text.contains(word), "\(word)") }
        #expect(try office.requests(.counted) == 0)
    }

    @Test func takesFormsOfItsOwnOnly() async throws {
        let office = try office()
        let body = "lang=en&symptom=media"
        for ticket in ["", "1-2", try await ticket(office, from: "198.51.100.7")] {
            let response = try await send(office, body, ticket: ticket)
            #expect(response.status == 403)
            #expect(response.text.contains(PageWords.english.ticketExpired))
            #expect(
                response.text.contains("value=\"media\" id=\"symptom\"")
                    || response.text.contains("value=\"media\" required checked>"))
        }
        for place in ["cross-site", "same-site", "made-up"] {
            #expect(try await send(office, body, [("Sec-Fetch-Site", place)]).status == 403)
        }
        let old = try await ticket(office)
        office.pass(3700)
        #expect(try await send(office, body, ticket: old).status == 403)
        #expect(try office.requests(.badTicket) == 7)
        #expect(try await send(office, body, [("Sec-Fetch-Site", "same-origin")]).status == 202)
    }

    @Test func saysWhenToTryAgain() async throws {
        let office = try office { $0.rateLimit.burst = 1 }
        #expect(try await send(office, "lang=en&symptom=media").status == 202)
        let response = try await send(office, "lang=en&symptom=calls")
        #expect(response.status == 429)
        #expect(response.fields.first("retry-after") == "30")
        #expect(response.text.contains("Please send it again in 30 seconds."))
    }
}
