import Posix
import Testing
import Wire

@testable import Probing

@Suite struct ResolverConfigurationTests {
    private func servers(_ text: String) -> [String] {
        ResolverConfiguration(parsing: text).nameservers.map(\.description)
    }

    @Test func takesNameserversOfBothFamilies() {
        let text = "nameserver 192.0.2.1\nnameserver\t2001:db8::1 \n  nameserver 192.0.2.2 # the second\n"
        #expect(servers(text) == ["192.0.2.1:53", "[2001:db8::1]:53", "192.0.2.2:53"])
    }

    @Test func takesTheZoneOfALinkLocalNameserver() throws {
        let server = try #require(ResolverConfiguration(parsing: "nameserver fe80::1%lo").nameservers.first)
        #expect(server == SocketAddress(IPAddress("fe80::1")!, port: 53, scope: 1))
    }

    @Test func takesThreeNameserversAtMost() {
        let text = (1...5).map { "nameserver 192.0.2.\($0)\n" }.joined()
        #expect(servers(text) == ["192.0.2.1:53", "192.0.2.2:53", "192.0.2.3:53"])
    }

    @Test(arguments: ["nameserver", "nameserver x", "nameserver 1.2.3", "nameserver fe80::1%nosuchif", "nameserver 1.2.3.4:53"])
    func passesOverWhatIsNoAddress(line: String) {
        #expect(servers(line + "\nnameserver 192.0.2.9") == ["192.0.2.9:53"])
    }

    @Test func givesServersThePortItIsTold() {
        #expect(ResolverConfiguration(parsing: "nameserver 192.0.2.1", port: 5300).nameservers.map(\.port) == [5300])
    }

    @Test(arguments: [
        ("search a.test b.test", ["a.test", "b.test"]), ("domain a.test b.test", ["a.test"]),
        ("search a.test\ndomain c.test", ["c.test"]), ("domain c.test\nsearch a.test", ["a.test"]), ("search", []),
    ])
    func takesTheLastSearchList(text: String, search: [String]) {
        #expect(ResolverConfiguration(parsing: text).search == search)
    }

    @Test func takesOptionsWithinTheirBounds() {
        let usual = ResolverConfiguration(parsing: "options ndots:3 timeout:2 attempts:4 rotate edns0 unheard:of")
        #expect((usual.ndots, usual.timeout, usual.attempts, usual.rotates) == (3, .seconds(2), 4, true))
        let excessive = ResolverConfiguration(parsing: "options ndots:99 timeout:99\noptions attempts:99")
        #expect((excessive.ndots, excessive.timeout, excessive.attempts) == (15, .seconds(30), 5))
        let meagre = ResolverConfiguration(parsing: "options ndots:-1 timeout:0 attempts:0")
        #expect((meagre.ndots, meagre.timeout, meagre.attempts) == (0, .seconds(1), 1))
    }

    @Test(arguments: [
        "", "\u{0}\u{1}", "# nameserver 192.0.2.1\n; search a.test",
        "options ndots: timeout:x attempts:9999999999999999999 rotate:1",
        "NAMESERVER 192.0.2.1", "nameserver192.0.2.1", "options", "\u{FFFD}\u{FFFD}\r\n\r\n \t",
    ])
    func takesGarbageForNothing(text: String) {
        #expect(ResolverConfiguration(parsing: text) == ResolverConfiguration())
    }

    @Test func takesLinesEndingInCRLF() {
        #expect(servers("nameserver 192.0.2.1\r\nnameserver 192.0.2.2\r\n") == ["192.0.2.1:53", "192.0.2.2:53"])
    }

    @Test(arguments: [
        ("host", 1, ["host.a.test", "host.b.test", "host"]), ("host.sub", 1, ["host.sub", "host.sub.a.test", "host.sub.b.test"]),
        ("host.sub", 2, ["host.sub.a.test", "host.sub.b.test", "host.sub"]), ("host", 0, ["host", "host.a.test", "host.b.test"]),
        ("host.sub.", 5, ["host.sub"]), ("host.", 1, ["host"]),
    ])
    func ordersCandidatesByDots(name: String, ndots: Int, expected: [String]) throws {
        var configuration = ResolverConfiguration(parsing: "search a.test b.test.")
        configuration.ndots = ndots
        #expect(configuration.candidates(for: name, try #require(DNSName(name))).map(\.description) == expected)
    }

    @Test func passesOverSuffixesThatMakeNoName() throws {
        let long = Array(repeating: String(repeating: "x", count: 60), count: 4).joined(separator: ".")
        let configuration = ResolverConfiguration(parsing: "search a..test . \(long) \u{FFFD} good.test")
        let name = try #require(DNSName("somewhat-long-name"))
        #expect(
            configuration.candidates(for: "somewhat-long-name", name).map(\.description)
                == ["somewhat-long-name.good.test", "somewhat-long-name"])
    }
}
