import Diagnosis
import Testing
import Wire
import YAML

@testable import Exporter

@Suite struct ReportsSectionTests {
    private func read(_ text: String, files: [String: String] = [:]) throws -> ReportsSection {
        let reader = ConfigurationReader(
            environment: { _ in nil },
            readFile: { path in
                guard let text = files[path] else { throw ConfigurationFiles.NoSuchFile() }
                return Array(text.utf8)
            })
        return try reader.read(try YAMLDocument.parse(Array(text.utf8), file: "a.yml")) { top in
            top.required("reports")?.mapping(ReportsSection.init)
        }
    }

    @Test func readsAll() throws {
        let section = try read(
            """
            reports:
              token_file: token
              hmac_secret: s3cret
              form: true
              regions: [north, south-2, b_1]
              window: 1h
              rate_limit: {interval: 10s, burst: 3}
              cors_origins: ["https://intranet.example.com", "http://localhost:8080"]
              trusted_proxies: [10.0.0.0/8, "2001:db8::1"]
              users: 20000
              reporting_share: [1%, 12.5%]
              surge: {reports: 8, sources: 4, for: 5m}
            """, files: ["token": "t0ken\n"])
        #expect(section.token == Secret("t0ken"))
        #expect(section.hmacSecret == Secret("s3cret"))
        #expect(section.hasForm)
        #expect(section.regions == ["north", "south-2", "b_1"])
        #expect(section.window == .seconds(3600))
        #expect(section.rateLimit.interval == .seconds(10))
        #expect(section.rateLimit.burst == 3)
        #expect(section.corsOrigins == ["https://intranet.example.com", "http://localhost:8080"])
        #expect(section.trustedProxies.map(\.description) == ["10.0.0.0/8", "2001:db8::1/128"])
        #expect(section.users == 20_000)
        #expect(section.reportingShare == 0.01...0.125)
        #expect(section.book.surge.leastReports == 8)
        #expect(section.book.surge.leastSources == 4)
        #expect(section.book.surge.forSeconds == 300)
        #expect(section.book.windowSeconds == 3600)
    }

    @Test func formIsEnough() throws {
        let section = try read("reports: {form: true}")
        #expect(section.window == .seconds(1800))
        #expect(section.rateLimit == ReportRateLimit())
        #expect(section.users == nil)
        #expect(section.token == nil)
    }

    @Test(arguments: [
        ("{}", "nobody could report anything"), ("{form: false}", "nobody could report anything"),
        ("{form: yes please}", "write true or false"), ("{token: \"\"}", "token is empty"),
        ("{token_file: none}", "cannot be read"),
        ("{form: true, regions: [North]}", "write up to 32 lower-case"), ("{form: true, regions: [unknown]}", "but not unknown"),
        ("{form: true, regions: [a, a]}", "duplicate region"), ("{form: true, regions: [\"\"]}", "write up to 32"),
        ("{form: true, regions: [\(String(repeating: "x", count: 33))]}", "write up to 32"),
        ("{form: true, regions: [\((0..<65).map { "r\($0)" }.joined(separator: ", "))]}", "too many regions"),
        ("{form: true, window: 2d}", "write a duration from 1m to"), ("{form: true, window: 1s}", "write a duration from 1m to"),
        ("{form: true, rate_limit: {interval: 0s}}", "write a duration"), ("{form: true, rate_limit: {burst: 0}}", "from 1 to"),
        ("{form: true, cors_origins: [\"*\"]}", "write an origin"), ("{form: true, cors_origins: [\"null\"]}", "write an origin"),
        ("{form: true, cors_origins: [\"https://a.example/\"]}", "write an origin"),
        ("{form: true, cors_origins: [\"https://A.example\"]}", "write an origin"),
        ("{form: true, cors_origins: [\"https://a.example:443\"]}", "write an origin"),
        ("{form: true, trusted_proxies: [10.0.0.1/8]}", "write an address or a network"),
        ("{form: true, trusted_proxies: [proxy]}", "write an address or a network"), ("{form: true, users: 0}", "from 1 to"),
        ("{form: true, reporting_share: [10%, 2%]}", "is no range"), ("{form: true, reporting_share: 5%}", "write"),
        ("{form: true, reporting_share: [2%]}", "is no range"), ("{form: true, reporting_share: [0%, 2%]}", "percentage"),
        ("{form: true, surge: {for: 2h}}", "write a duration"), ("{form: true, surge: {sources: 0}}", "from 1 to"),
        ("{form: true, captcha: true}", "unknown key \"captcha\""),
    ])
    func mistakesAreALineEach(text: String, message: String) {
        #expect { try read("reports: \(text)") } throws: { error in
            "\(error)".contains(message) && "\(error)".split(separator: "\n").allSatisfy { $0.hasPrefix("a.yml:1:") }
        }
    }
}
