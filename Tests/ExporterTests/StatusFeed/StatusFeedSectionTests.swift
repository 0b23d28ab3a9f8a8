import Testing
import Wire

@testable import Exporter

@Suite struct StatusFeedSectionTests {
    @Test func isOffUntilItIsThere() throws {
        #expect(try ConfigurationFiles("catalogue: {}").load().statusFeed == nil)
    }

    @Test func asksTheBusinessPlatformsPageUnlessToldOtherwise() throws {
        let section = try #require(try ConfigurationFiles("status_feed: {}").load().statusFeed)
        #expect(section.interval == .seconds(300))
        #expect(
            section.pages.map { "\($0.url)" } == [
                "https://metastatus.com/data/orgs.json", "https://metastatus.com/data/outages/whatsapp-business-api.json",
            ])
        #expect(section.pages.map(\.name) == ["orgs", "outages/whatsapp-business-api"])
    }

    @Test(arguments: ["http://127.0.0.1:8080/mirror", "http://127.0.0.1:8080/mirror/"])
    func pagesAreBelowTheURL(_ url: String) throws {
        let text = "status_feed: {url: \"\(url)\", interval: 1m, organisations: [graph-api, x_1]}"
        let section = try #require(try ConfigurationFiles(text).load().statusFeed)
        #expect(
            section.pages.map { "\($0.url)" } == [
                "http://127.0.0.1:8080/mirror/data/orgs.json", "http://127.0.0.1:8080/mirror/data/outages/graph-api.json",
                "http://127.0.0.1:8080/mirror/data/outages/x_1.json",
            ])
    }

    @Test(arguments: [
        ("{interval: 10s}", "interval"), ("{interval: 2h}", "interval"), ("{url: metastatus.com}", "write a URL without ?"),
        ("{url: 'https://metastatus.com/?x'}", "write a URL without ?"), ("{url: 'https://me:secret@x.org'}", "write a URL"),
        ("{organisations: []}", "has 0 names, write 1 to 8, each once"), ("{organisations: [a, a]}", "has 2 names"),
        ("{organisations: [a, b, c, d, e, f, g, h, i]}", "has 9 names"), ("{organisations: ['../etc']}", "write a name such as"),
        ("{organisations: ['a b']}", "write a name such as"), ("{organisations: ['']}", "write a name such as"),
        ("{organisations: [Ä]}", "write a name such as"), ("{organizations: [a]}", "organisations"), ("[]", "status_feed"),
    ])
    func saysWhatIsWrong(_ section: String, _ words: String) {
        let messages = ConfigurationFiles("status_feed: \(section)").messages()
        #expect(messages.contains(words) && messages.hasPrefix("a.yml:1:"), "\(messages)")
        #expect(!messages.contains("\n"))
    }
}
