import Testing
import Wire

@Suite struct IPAddressTests {
    // RFC 5952 sections 2 and 4, then corners of RFC 4291 section 2.2.
    @Test(arguments: [
        ("2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"),
        ("2001:db8:0:0:1::1", "2001:db8::1:0:0:1"),
        ("2001:DB8::0:1", "2001:db8::1"),
        ("2001:db8:aaaa:bbbb:cccc:dddd:0:1", "2001:db8:aaaa:bbbb:cccc:dddd:0:1"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("0:0:0:0:0:0:0:0", "::"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("::ffff:c000:201", "::ffff:192.0.2.1"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"), ("1:2:3:4:5:6:255.255.255.255", "1:2:3:4:5:6:ffff:ffff"),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("0.0.0.0", "0.0.0.0"), ("157.240.253.60", "157.240.253.60"), ("255.255.255.255", "255.255.255.255"),
    ])
    func readsTextAndWritesItsCanonicalForm(text: String, canonical: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.description == canonical)
        #expect(IPAddress(canonical) == address)
        #expect(IPAddress(bytes: address.bytes) == address)
    }

    @Test(arguments: [
        "", ".", ":", ":::", "1", "1.2.3", "1.2.3.4.", ".1.2.3.4", "1.2.3.4.5", "1..2.3", "01.2.3.4", "1.2.3.00", "1.2.3.256",
        "1.2.3.4444", "0x1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4", "1.2.3.+4", "١.2.3.4",
        "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1::2::3", "1:::2", ":1::2", "1::2:",
        "1:",
        ":1", "12345::", "g::", "::%eth0", "fe80::1%eth0", "[::1]", "::1/64", "1.2.3.4::", "::1.2.3.4:5", "::1.2.3", "::01.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4", "0000:0000:0000:0000:0000:ffff:255.255.255.255 ",
    ])
    func rejectsLooseText(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func readsSubstrings() {
        #expect(IPAddress("nameserver 192.0.2.1".dropFirst(11)) == .v4(0xc000_0201))
    }

    @Test func keepsNetworkByteOrder() {
        #expect(IPAddress(bytes: [1, 2, 3, 4]) == .v4(0x0102_0304))
        #expect(IPAddress(bytes: Array(1...16)) == .v6(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10))
        #expect(IPAddress(bytes: [1, 2, 3]) == nil)
        #expect(IPAddress(bytes: Array(repeating: 0, count: 17)) == nil)
    }

    @Test func ordersByFamilyThenNumber() {
        let texts = ["1.2.3.4", "1.2.3.5", "200.0.0.0", "::", "::1", "1::", "ff::"]
        let addresses = texts.compactMap { IPAddress($0) }
        #expect(addresses.reversed().sorted().map(\.description) == texts)
        #expect(addresses.map(\.family) == [.ip4, .ip4, .ip4, .ip6, .ip6, .ip6, .ip6])
    }

    @Test(arguments: [
        ("157.240.253.60", 24, "157.240.253.0"), ("157.240.253.60", 32, "157.240.253.60"), ("157.240.253.60", 0, "0.0.0.0"),
        ("157.240.253.60", 13, "157.240.0.0"), ("157.240.253.60", 99, "157.240.253.60"), ("157.240.253.60", -1, "0.0.0.0"),
        ("2a03:2880:f2ff:1:2:3:4:5", 48, "2a03:2880:f2ff::"), ("2a03:2880:f2ff:1:2:3:4:5", 64, "2a03:2880:f2ff:1::"),
        ("2a03:2880:f2ff:1:2:3:4:5", 96, "2a03:2880:f2ff:1:2:3::"), ("2a03:2880:f2ff:1:2:3:4:5", 128, "2a03:2880:f2ff:1:2:3:4:5"),
        ("2a03:2880:f2ff:1:2:3:4:5", .max, "2a03:2880:f2ff:1:2:3:4:5"), ("2a03:2880:f2ff:1:2:3:4:5", .min, "::"),
    ])
    func masksToPrefix(text: String, bits: Int, network: String) throws {
        #expect(try #require(IPAddress(text)).prefix(bits: bits).description == network)
    }

    @Test func namesItsReverseRecord() {
        #expect(IPAddress("192.0.2.1")?.reverseName == "1.2.0.192.in-addr.arpa")
        // RFC 3596 section 2.5.
        #expect(
            IPAddress("4321:0:1:2:3:4:567:89ab")?.reverseName
                == "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa")
    }

    @Test(arguments: [
        (IPAddress.Reach.global, ["1.1.1.1", "157.240.253.60", "100.63.255.255", "100.128.0.0", "172.15.0.1", "172.32.0.0"]),
        (.global, ["169.253.0.1", "192.0.1.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "9.255.255.255", "11.0.0.0"]),
        (.global, ["2a03:2880:f2ff:1::60", "2001:200::1", "2606:4700::1111", "2002:9df0:fd3c::1", "64:ff9b::9df0:fd3c"]),
        (.global, ["::ffff:157.240.253.60"]),
        (.unspecified, ["0.0.0.0", "::", "::ffff:0.0.0.0"]),
        (.loopback, ["127.0.0.1", "127.255.255.255", "::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"]),
        (.linkLocal, ["169.254.0.1", "fe80::1", "febf::1"]),
        (.private, ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.255.1", "100.64.0.1", "100.127.255.255"]),
        (.private, ["fc00::1", "fdff::1", "fec0::1", "64:ff9b:1::1", "::ffff:10.1.1.1", "2002:a00:1::1"]),
        (.multicast, ["224.0.0.1", "239.255.255.255", "ff02::1"]),
        (.reserved, ["0.0.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1"]),
        (.reserved, ["240.0.0.1", "255.255.255.255", "192.88.99.1", "2001:db8::1", "2001::1", "3fff::1", "100::1", "5f00::1"]),
        (.reserved, ["::2", "::1.2.3.4", "4000::", "1fff::", "e000::1"]),
    ])
    func judgesReach(reach: IPAddress.Reach, texts: [String]) {
        for text in texts {
            #expect(IPAddress(text)?.reach == reach, "\(text)")
        }
    }
}
