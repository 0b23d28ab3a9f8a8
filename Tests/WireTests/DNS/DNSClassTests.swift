import Testing
import Wire

@Suite struct DNSClassTests {
    @Test(arguments: [("IN", 1), ("ch", 3), ("HS", 4), ("NONE", 254), ("ANY", 255), ("CLASS77", 77)])
    func readsMnemonics(text: String, number: UInt16) {
        #expect(DNSClass(text) == DNSClass(rawValue: number))
    }

    @Test(arguments: ["", "INET", "CLASS", "CLASS65536", "1"])
    func rejectsOtherText(text: String) {
        #expect(DNSClass(text) == nil)
    }

    @Test func writesMnemonicOrNumber() {
        #expect([1, 3, 254, 255, 77].map { DNSClass(rawValue: $0).description } == ["IN", "CH", "NONE", "CLASS255", "CLASS77"])
    }
}
