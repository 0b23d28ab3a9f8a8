import Probing
import Testing
import WhatsApp
import Wire

@testable import Exporter

@Suite struct BusinessSectionTests {
    private static let nodes = "nodes: [{id: \"1234\", kind: phone_number}]"

    private func files(_ section: String) -> ConfigurationFiles {
        ConfigurationFiles(files: ["a.yml": "business: \(section)", "token": "s3cret\n"])
    }

    private func read(_ section: String) throws -> BusinessSection? {
        try files(section).load().business
    }

    @Test func readsAll() throws {
        let section = try #require(
            try read(
                """
                {token_file: token, api_version: v24.1, url: "http://127.0.0.1:8080/meta/", interval: 30s, timeout: 2s,
                 calls_per_hour: 1000, nodes: [{id: 1234, kind: phone_number}, {id: "5", kind: flow}]}
                """))
        #expect(section.token == .file(path: "token"))
        #expect(section.version == "v24.1")
        #expect("\(section.url)" == "http://127.0.0.1:8080/meta/")
        #expect(section.interval == .seconds(30) && section.timeout == .seconds(2) && section.callsPerHour == 1000)
        #expect(section.nodes == [BusinessNode(id: "1234", kind: .phoneNumber), BusinessNode(id: "5", kind: .flow)])
    }

    @Test func needsATokenAndANode() throws {
        let section = try #require(try read("{token: s3cret, \(Self.nodes)}"))
        #expect(section.token == .value(Secret("s3cret")))
        #expect("\(section.url)" == "https://graph.facebook.com/")
        #expect(section.interval == .seconds(300) && section.callsPerHour == 200)
        #expect(try ConfigurationFiles("probing: {}").load().business == nil)
    }

    @Test func isShownWithoutTheToken() throws {
        let text = try files("{token: s3cret, \(Self.nodes)}").load().shownText
        #expect(text.contains("1234") && !text.contains("s3cret"))
    }

    @Test(arguments: [
        ("{\(nodes)}", "missing key \"token\""), ("{token: a}", "missing key \"nodes\""),
        ("{token: a, nodes: []}", "no nodes are listed"), ("{token_file: none, \(nodes)}", "cannot be read"),
        ("{token: \"\", \(nodes)}", "token is empty"),
        ("{token: a, token_file: token, \(nodes)}", "token and token_file are both given"),
        ("{token: a, nodes: [{id: \"+49\", kind: waba}]}", "write the node's number"),
        ("{token: a, nodes: [{id: \"../me\", kind: waba}]}", "write the node's number"),
        ("{token: a, nodes: [{id: 1, kind: waba}, {id: 1, kind: flow}]}", "duplicate node"),
        ("{token: a, nodes: [{id: 1, kind: phone}]}", "write one of phone_number, waba, template, flow"),
        ("{token: a, \(nodes), api_version: 23}", "write a version"),
        ("{token: a, \(nodes), api_version: v23.0/x}", "write a version"),
        ("{token: a, \(nodes), url: \"http://graph.facebook.com\"}", "would send the token in the clear"),
        ("{token: a, \(nodes), url: \"http://127.0.0.1.example.com\"}", "would send the token in the clear"),
        ("{token: a, \(nodes), url: \"https://a.example/?x\"}", "has a query"),
        ("{token: a, \(nodes), url: ftp://a}", "write a URL"), ("{token: a, \(nodes), interval: 2h}", "write a duration"),
        (
            "{token: a, \(nodes), interval: 10s}",
            "1 nodes every 10s are 360 calls an hour, more than calls_per_hour: 200, write an interval of at least 18s"
        ),
        ("{token: a, \(nodes), interval: 10s, tokn: b}", "unknown key \"tokn\""),
    ])
    func mistakesAreOneLineEach(section: String, message: String) {
        let messages = files(section).messages()
        #expect(messages.contains(message), "\(messages)")
        #expect(messages.split(separator: "\n").allSatisfy { $0.hasPrefix("a.yml:") })
    }

    @Test func manyNodesNeedALongerInterval() {
        let many = (1...17).map { "{id: \($0), kind: waba}" }.joined(separator: ", ")
        #expect(files("{token: a, nodes: [\(many)]}").messages().contains("write an interval of at least 5m6s"))
        #expect(files("{token: a, interval: 306s, nodes: [\(many)]}").messages() == "valid")
        #expect(files("{token: a, calls_per_hour: 204, nodes: [\(many)]}").messages() == "valid")
        let crowd = (1...101).map { "{id: \($0), kind: waba}" }.joined(separator: ", ")
        #expect(files("{token: a, interval: 1h, nodes: [\(crowd)]}").messages().contains("list at most 100"))
    }
}
