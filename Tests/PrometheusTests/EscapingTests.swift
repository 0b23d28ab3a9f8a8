import Testing

@testable import Prometheus

@Suite struct EscapingTests {
    private func label(_ bytes: [UInt8]) -> String {
        exposition(.text) {
            $0.label("l", bytes.span)
            $0.value(1.0)
        }
    }

    @Test(arguments: [
        ([0x61, 0xFF, 0x62], "a\u{FFFD}b"),
        ([0xC3], "\u{FFFD}"),
        ([0xC3, 0x28, 0x0A], "\u{FFFD}(\\n"),
        ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"),
        ([0xC3, 0xA9, 0x22], "é\\\""),
        ([0x00, 0x0D, 0x5C], "\u{0}\r\\\\"),
        ([], ""),
    ])
    func repairsWhatIsNotUTF8(_ bytes: [UInt8], _ expected: String) {
        #expect(label(bytes) == "{l=\"\(expected)\"} 1\n")
    }

    @Test func bytesCutAnywhereStayOneLineOfUTF8() {
        let whole = Array("é\"🟢\\\n漢".utf8)
        for end in whole.indices {
            let line = label(Array(whole[..<end]))
            #expect(line.hasSuffix("\"} 1\n"))
            #expect(line.utf8.count { $0 == UInt8(ascii: "\n") } == 1)
        }
    }

    @Test func stringsAndSubstringsAndBytesAgree() {
        let text = "a\\b\"c\nd é"
        let string = exposition(.text) { $0.sample("l", text, 1) }
        #expect(string == "{l=\"a\\\\b\\\"c\\nd é\"} 1\n")
        #expect(exposition(.text) { $0.sample("l", "<\(text)>".dropFirst().dropLast(), 1) } == string)
        #expect(label(Array(text.utf8)) == string)
    }
}
