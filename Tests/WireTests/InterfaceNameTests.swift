import Testing
import Wire

@Suite struct InterfaceNameTests {
    @Test(
        arguments: [
            ("eth0", "eth0"), (#"we"ird\"#, #"we"ird\"#), ("ünïcode", "ünïcode"), ("veth0.100@x", "veth0.100@x"), ("", ""),
        ])
    func textIsItself(name: String, text: String) {
        #expect(InterfaceName.text(of: Array(name.utf8).span) == text)
    }

    @Test func bytesThatAreNoTextStayApart() {
        #expect(InterfaceName.text(of: [0x61, 0xff].span) == #"a\xff"#)
        #expect(InterfaceName.text(of: [0x61, 0xfe].span) == #"a\xfe"#)
        // Half of a letter, and the half of another.
        #expect(InterfaceName.text(of: [0xc3, 0x62, 0x80].span) == #"\xc3b\x80"#)
    }
}
