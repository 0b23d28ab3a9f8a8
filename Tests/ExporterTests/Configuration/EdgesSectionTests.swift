import Posix
import Testing
import WhatsApp
import YAML

@testable import Exporter

@Suite struct EdgesSectionTests {
    private func read(_ text: String) throws -> EdgeSettings {
        let document = try YAMLDocument.parse(Array(text.utf8), file: "a.yml")
        let reader = ConfigurationReader(environment: { _ in nil }, readFile: { _ in [] })
        return try reader.read(document) { top in
            let resolvers = Catalogue.publicResolvers
            let section = top.optional("edges")?.mapping { EdgesSection($0, resolvers: resolvers) }
            return (section ?? EdgesSection(resolvers: resolvers)).settings
        }
    }

    @Test(arguments: ["{}", "edges: {}", "edges:", "edges: {enabled: true, interval: 60s, resolver_interval: 5m}"])
    func defaults(text: String) throws {
        #expect(try read(text) == EdgeSettings())
    }

    @Test func everythingSaid() throws {
        let settings = try read(
            """
            edges:
              enabled: false
              interval: 30s
              resolver_interval: 4m
              resolvers: [192.0.2.1, "[2001:db8::1]:5353"]
              pinned_interval: 90s
              location: {latitude: -23.55, longitude: 180}
            """)
        var expected = EdgeSettings()
        expected.isEnabled = false
        expected.interval = .seconds(30)
        expected.resolverInterval = .seconds(240)
        expected.resolvers = ["192.0.2.1", "2001:db8::1"].enumerated().compactMap { index, text in
            SocketAddress(literal: text, port: index == 0 ? 53 : 5353)
        }
        expected.pinnedInterval = .seconds(90)
        expected.location = GeographicPosition(latitude: -23.55, longitude: 180)
        #expect(settings == expected)
    }

    @Test(
        arguments: [
            ("edges: {interval: 0s}", "a.yml:1:19: interval is \"0s\", write a duration from 1s to 1h"),
            ("edges: {pinned_interval: 2h}", "a.yml:1:26: pinned_interval is \"2h\", write a duration from 1s to 1h"),
            (
                "edges: {location: {latitude: 91, longitude: 0}}",
                "a.yml:1:30: latitude is \"91\", write a number from -90.0 to 90.0"
            ),
            (
                "edges: {location: {latitude: nan, longitude: 0}}",
                "a.yml:1:30: latitude is \"nan\", write a number from -90.0 to 90.0"
            ),
            ("edges: {location: {longitude: 1}}", "a.yml:1:19: missing key \"latitude\""),
            ("edges: {resolvers: [dns.example]}", "a.yml:1:21: item 1 of resolvers is \"dns.example\", write an address such as"),
            ("edges: {intervall: 60s}", "a.yml:1:9: unknown key \"intervall\", did you mean \"interval\"?"),
        ])
    func mistakes(text: String, message: String) throws {
        let error = #expect(throws: (any Error).self) { try read(text) }
        #expect("\(try #require(error))".hasPrefix(message))
    }
}
