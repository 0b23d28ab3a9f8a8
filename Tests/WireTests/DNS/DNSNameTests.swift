import Testing
import Wire

@Suite struct DNSNameTests {
    @Test(arguments: [
        ("web.whatsapp.com", "web.whatsapp.com", 18), ("web.whatsapp.com.", "web.whatsapp.com", 18), ("com", "com", 5),
        (".", ".", 1),
        (#"a\.b.c"#, #"a\.b.c"#, 7), (#"a\\b"#, #"a\\b"#, 5), (#"\000\255\065"#, #"\000\255A"#, 5),
        (#"_5222._tcp.x"#, "_5222._tcp.x", 14),
        (#"a\."#, #"a\."#, 4), (#"\@"#, "@", 3),
    ])
    func readsAndWritesText(text: String, canonical: String, sizeBytes: Int) throws {
        let name = try #require(DNSName(text))
        #expect(name.description == canonical)
        #expect(name.bytes.count == sizeBytes)
        #expect(DNSName(canonical) == name)
    }

    @Test(arguments: [
        "", "..", ".a", "a..b", "a..", #"a\"#, #"\1"#, #"\12"#, #"\1a2"#, #"\256"#, #"\999"#, "a b", "a\n", "wh\u{e4}tsapp.com",
        "a\u{0}",
        #"a\ b"#,
    ])
    func rejectsBadText(text: String) {
        #expect(DNSName(text) == nil)
    }

    @Test func boundsLabelsAndNames() {
        let label = String(repeating: "a", count: 63)
        #expect(DNSName(label)?.bytes.count == 65)
        #expect(DNSName(label + "a") == nil)
        let longest = [label, label, label, String(repeating: "b", count: 61)].joined(separator: ".")
        #expect(DNSName(longest)?.bytes.count == 255)
        #expect(DNSName(longest + ".") != nil)
        #expect(DNSName(longest + "b") == nil)
        #expect(DNSName(longest + ".c") == nil)
        let most = Array(repeating: "x", count: 127)
        #expect(DNSName(most.joined(separator: "."))?.labels.count == 127)
        #expect(DNSName((most + ["x"]).joined(separator: ".")) == nil)
        #expect(DNSName(labels: [Array(repeating: UInt8(0), count: 256)]) == nil)
        #expect(DNSName(labels: [[UInt8]]()) == .root)
    }

    @Test func ignoresASCIICaseOnly() throws {
        let name = try #require(DNSName("WEB.WhatsApp.CoM"))
        #expect(name == DNSName("web.whatsapp.com"))
        #expect(Set([name, .named("web.whatsapp.com")]).count == 1)
        #expect(name.description == "WEB.WhatsApp.CoM")
        #expect(DNSName(#"\196"#) != DNSName(#"\228"#))
        #expect(DNSName("[") != DNSName("{"))
        #expect(DNSName(#"a\.b"#) != DNSName("a.b"))
    }

    @Test func appendsSearchDomains() {
        #expect(DNSName("web").flatMap { $0.appending(.named("whatsapp.com")) } == DNSName("web.whatsapp.com"))
        #expect(DNSName("web")?.appending(.root) == DNSName("web"))
        let half = Array(repeating: "abcdefg", count: 16).joined(separator: ".")
        #expect(DNSName(half).flatMap { $0.appending($0) } == nil)
    }

    @Test func knowsItsZones() {
        let name = DNSName.named("a.ns.WhatsApp.net")
        #expect(name.isWithin(.named("whatsapp.NET")))
        #expect(name.isWithin(name))
        #expect(name.isWithin(.root))
        #expect(!name.isWithin(.named("app.net")))
        #expect(!name.isWithin(.named("b.a.ns.whatsapp.net")))
    }
}
