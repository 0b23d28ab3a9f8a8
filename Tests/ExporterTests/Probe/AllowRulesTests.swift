import Testing
import Wire

@testable import Exporter

@Suite struct AllowRulesTests {
    private static let configured: Set = ["example.com", "localhost", "192.0.2.7", "127.0.0.9", "2001:db8::7", "/run/a.sock"]

    private func rules(_ texts: String...) throws -> AllowRules {
        AllowRules(rules: try texts.map { try AllowRule(parsing: $0) }, configured: Self.configured)
    }

    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    @Test(arguments: [
        ("configured", AllowRule.configured), ("any", .any), ("example.com", .host("example.com")),
        ("Example.COM.", .host("example.com")),
        ("*.example.com", .domain("example.com")), ("10.0.0.0/8", .network(.v4(0x0a00_0000), bits: 8)),
        ("192.0.2.1", .network(.v4(0xc000_0201), bits: 32)), ("::1", .network(.v6(high: 0, low: 1), bits: 128)),
        ("fd00::/8", .network(.v6(high: 0xfd00 << 48, low: 0), bits: 8)), ("0.0.0.0/0", .network(.v4(0), bits: 0)),
    ])
    func readsRules(text: String, rule: AllowRule) throws {
        #expect(try AllowRule(parsing: text) == rule)
    }

    @Test(arguments: [
        "", "*", "*.", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8/8", "::/129", "http://a/", "a b",
        "a:80",
        "bücher.example", "127.1", "-", "configured,any",
    ])
    func refusesWhatIsNoRule(text: String) {
        #expect(throws: UsageError.self) { try AllowRule(parsing: text) }
    }

    @Test(
        arguments: [
            (["configured"], "example.com", true), (["configured"], "EXAMPLE.com.", true),
            (["configured"], "www.example.com", false),
            (["configured"], "example.org", false), (["configured"], "192.0.2.7", true), (["configured"], "192.0.2.8", false),
            (["configured"], "2001:db8::7", true), (["example.org"], "example.org", true),
            (["example.org"], "example.com", false),
            (["*.example.org"], "a.b.example.org", true), (["*.example.org"], "example.org", false),
            (["*.example.org"], "badexample.org", false), (["10.0.0.0/8"], "10.1.2.3", true), (["10.0.0.0/8"], "11.0.0.1", false),
            (["10.0.0.0/8"], "::ffff:10.1.2.3", true), (["10.0.0.0/8"], "any.name", true),
            (["configured", "example.org"], "example.org", true),
            (["configured", "example.org"], "example.com", true), (["any"], "169.254.169.254", true), (["any"], "whatever", true),
            (["169.254.169.254"], "169.254.169.254", true), (["fd00::/8"], "10.0.0.1", false),
        ] as [([String], String, Bool)])
    func judgesHosts(texts: [String], host: String, isAllowed: Bool) throws {
        let rules = AllowRules(rules: try texts.map { try AllowRule(parsing: $0) }, configured: Self.configured)
        #expect((rules.refusal(ofHost: host) == nil) == isAllowed)
    }

    @Test func refusalsAreOneLineThatSaysWhatWouldHelp() throws {
        let line = try #require(try rules("configured").refusal(ofHost: "example.org"))
        #expect(line == "example.org is no configured target: name it with --probe.allow=example.org, or allow any")
        let later = try #require(
            try rules("configured").refusal(of: address("127.0.0.1"), for: "example.com", askedFor: "example.com"))
        #expect(later == "example.com leads to the loopback address 127.0.0.1, which must be named: --probe.allow=127.0.0.1")
    }

    /// Where no name leads, whoever owns it.
    @Test(arguments: [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "169.254.169.254", "169.254.0.1", "224.0.0.1", "239.255.255.250",
        "255.255.255.255", "100.100.100.200", "168.63.129.16", "192.0.0.192", "::", "::1", "fe80::1", "fe80::a9fe:a9fe",
        "ff02::1",
        "fd00:ec2::254", "fd20:ce::254", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:0.0.0.0", "::127.0.0.1",
        "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b::100.100.100.200", "64:ff9b:1::7f00:1",
        "64:ff9b:1:a9fe:a9:fe00::", "2002:7f00:1::1", "2002:a9fe:a9fe::", "2001:0:7f00:1::1", "2001::5601:5601",
        "2001:db8::5efe:127.0.0.1", "2001:db8::200:5efe:a9fe:a9fe",
    ])
    func refusesGuardedAddressesOfNames(text: String) throws {
        let found = try address(text)
        #expect(found.guardedRange != nil)
        #expect(try rules("configured").refusal(of: found, for: "example.com", askedFor: "example.com") != nil)
        #expect(try rules("*.com").refusal(of: found, for: "example.com", askedFor: "example.com") != nil)
        #expect(try rules("configured").refusal(of: found, for: "elsewhere.test", askedFor: "example.com") != nil)
        #expect(try rules("any").refusal(of: found, for: "example.com", askedFor: "example.com") == nil)
        #expect(try rules(text).refusal(of: found, for: "example.com", askedFor: "example.com") == nil, "named as an address")
    }

    @Test(arguments: [
        "192.0.2.1", "8.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "2001:db8::1", "fd00::1",
        "2606:4700::1111",
        "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "64:ff9b::10.0.0.1", "2002:808:808::1", "100.100.100.201", "128.0.0.1",
        "223.255.255.255",
        "fd00:ec3::254", "2001:db8::5efe:8.8.8.8",
    ])
    func namesMayLeadToAllOthers(text: String) throws {
        let found = try address(text)
        #expect(found.guardedRange == nil)
        #expect(try rules("configured").refusal(of: found, for: "example.com", askedFor: "example.com") == nil)
    }

    @Test func aNameAllowedForItsNetworkMustLeadThere() throws {
        let rules = try rules("10.0.0.0/8")
        #expect(rules.refusal(ofHost: "db.test") == nil)
        #expect(rules.refusal(of: try address("10.0.0.5"), for: "db.test", askedFor: "db.test") == nil)
        #expect(rules.refusal(of: try address("64:ff9b::10.0.0.5"), for: "db.test", askedFor: "db.test") == nil)
        #expect(rules.refusal(of: try address("192.168.0.5"), for: "db.test", askedFor: "db.test") != nil)
        #expect(rules.refusal(of: try address("8.8.8.8"), for: "db.test", askedFor: "db.test") != nil)
    }

    @Test func localhostAndConfiguredLiteralsAreNamedEnough() throws {
        let rules = try rules("configured")
        #expect(rules.refusal(of: try address("127.0.0.1"), for: "localhost", askedFor: "localhost") == nil)
        #expect(rules.refusal(of: try address("::1"), for: "LOCALHOST", askedFor: "localhost") == nil)
        #expect(rules.refusal(of: try address("169.254.169.254"), for: "localhost", askedFor: "localhost") != nil)
        #expect(rules.refusal(of: try address("127.0.0.9"), for: "127.0.0.9", askedFor: "127.0.0.9") == nil)
        #expect(rules.refusal(of: try address("127.0.0.8"), for: "127.0.0.8", askedFor: "127.0.0.8") != nil)
    }

    @Test(arguments: [
        ("93.184.215.14", true), ("2606:4700::1111", true), ("10.0.0.1", false), ("192.168.0.1", false), ("100.64.0.1", false),
        ("fd00::1", false), ("127.0.0.1", false), ("169.254.169.254", false), ("64:ff9b::10.0.0.1", false),
        ("::ffff:10.0.0.1", false),
        ("192.0.2.1", false),
    ])
    func redirectsLeadToPublicAddressesOnly(text: String, isAllowed: Bool) throws {
        let rules = try rules("configured")
        #expect((rules.refusal(of: try address(text), for: "other.test", askedFor: "example.com") == nil) == isAllowed)
    }

    @Test func redirectsToWhatIsAllowedAnywayAreNoRedirects() throws {
        let rules = try rules("configured", "inner.test")
        #expect(rules.refusal(of: try address("10.0.0.1"), for: "inner.test", askedFor: "example.com") == nil)
        #expect(rules.refusal(of: try address("10.0.0.1"), for: "example.com", askedFor: "inner.test") == nil)
    }

    @Test func socketsMustBeConfigured() throws {
        #expect(try rules("configured").refusal(ofPath: "/run/a.sock") == nil)
        #expect(try rules("configured").refusal(ofPath: "/run/b.sock") != nil)
        #expect(try rules("*.example.com", "0.0.0.0/0").refusal(ofPath: "/run/a.sock") != nil)
        #expect(try rules("any").refusal(ofPath: "/run/b.sock") == nil)
    }
}
