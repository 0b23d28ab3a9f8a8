import Testing

@testable import Probing

@Suite struct PrintableLineTests {
    @Test(arguments: [
        "", "connected", "gateway 192.0.2.1 on eth0 answers", "größer als ½ ✓", "e\u{301}", String(repeating: "é", count: 200),
    ])
    func keepsShortPlainText(text: String) {
        #expect(PrintableLine.of(text) == text)
    }

    @Test(arguments: [
        ("a\nb", "a\u{FFFD}b"), ("a\r\nb", "a\u{FFFD}\u{FFFD}b"), ("\u{1B}[31mred", "\u{FFFD}[31mred"),
        ("nul\u{0}", "nul\u{FFFD}"),
        ("\u{202E}txt.exe", "\u{FFFD}txt.exe"), ("a\u{2028}b\u{2029}c", "a\u{FFFD}b\u{FFFD}c"),
        ("del\u{7F}\u{85}", "del\u{FFFD}\u{FFFD}"),
    ])
    func replacesWhatIsNotPrinted(text: String, line: String) {
        #expect(PrintableLine.of(text) == line)
    }

    @Test(arguments: ["x", "é", "\u{1}", "👨‍👩‍👧", "e\u{301}\u{302}"])
    func cutsLongText(unit: String) {
        let line = PrintableLine.of(String(repeating: unit, count: 1000))
        #expect(line.unicodeScalars.count == 200)
        #expect(line.hasSuffix("…"))
    }

    @Test func holdsForWhateverIsWrittenToAnOutcome() {
        var outcome = ProbeOutcome()
        outcome.detail = "a\nb"
        #expect(outcome.detail == "a\u{FFFD}b")
        outcome.detail += "\n" + String(repeating: "x", count: 500)
        #expect(outcome.detail.count == 200)
    }
}
