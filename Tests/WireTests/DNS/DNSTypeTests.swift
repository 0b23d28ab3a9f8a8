import Testing
import Wire

@Suite struct DNSTypeTests {
    @Test(arguments: [
        ("a", 1), ("AAAA", 28), ("Cname", 5), ("TYPE65", 65), ("type1", 1), ("srv", 33), ("TXT", 16), ("SOA", 6), ("any", 255),
        ("AXFR", 252), ("HTTPS", 65), ("CAA", 257),
    ])
    func readsMnemonics(text: String, number: UInt16) {
        #expect(DNSType(text) == DNSType(rawValue: number))
    }

    @Test(arguments: ["", "TYPE", "TYPE65536", "TYPE-1", "65", "ANYTHING"])
    func rejectsOtherText(text: String) {
        #expect(DNSType(text) == nil)
    }

    @Test func writesMnemonicOrNumber() {
        #expect(DNSType.aaaa.description == "AAAA")
        #expect(DNSType(rawValue: 65).description == "HTTPS")
        #expect(DNSType(rawValue: 65280).description == "TYPE65280")
    }
}
