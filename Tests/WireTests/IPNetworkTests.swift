import Testing
import Wire

@Suite struct IPNetworkTests {
    @Test(arguments: [
        ("10.0.0.0/8", "10.255.0.1", true), ("10.0.0.0/8", "11.0.0.0", false), ("192.0.2.1", "192.0.2.1", true),
        ("192.0.2.1", "192.0.2.2", false), ("0.0.0.0/0", "255.255.255.255", true), ("0.0.0.0/0", "::", false),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false), ("::/0", "ffff::", true),
        ("192.0.2.0/24", "::ffff:192.0.2.1", false),
    ])
    func containsWhatSharesItsBits(network: String, address: String, isInside: Bool) throws {
        #expect(try #require(IPNetwork(network)).contains(try #require(IPAddress(address))) == isInside)
    }

    @Test(arguments: [
        "", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "2001:db8::/129", "10/8",
        "example.com", "10.0.0.0/0008",
    ])
    func refusesWhatIsNone(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test func writesItsBits() {
        #expect(IPNetwork("192.0.2.1")?.description == "192.0.2.1/32")
        #expect(IPNetwork("2001:db8::/32")?.description == "2001:db8::/32")
    }
}
