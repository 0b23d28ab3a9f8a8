import Testing

@testable import TLS

@Suite struct UntrustedTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("Zürich", "Zürich"), ("a\u{0}b\u{1B}[31m\n", "a\u{FFFD}b\u{FFFD}[31m\u{FFFD}"),
        // A right-to-left override, and the two separators that some take for line ends.
        ("a\u{202E}b\u{2028}c\u{2029}", "a\u{FFFD}b\u{FFFD}c\u{FFFD}"),
    ])
    func replacesWhatSteersATerminal(text: String, printable: String) {
        #expect(UntrustedText.text(text.utf8) == printable)
    }

    @Test func isBoundedAndUTF8() {
        #expect(UntrustedText.text(repeatElement(120, count: 100_000)).utf8.count == 512)
        #expect(UntrustedText.text([120, 0xFF, 120]) == "x\u{FFFD}x")
        #expect(UntrustedText.text("aé".utf8, limit: 2) == "a\u{FFFD}")
    }
}
