import Testing

@testable import Wire

@Suite struct HexDigitsTests {
    @Test func readsPairsOfEitherCase() {
        #expect([UInt8](hexDigits: "00fFA07e") == [0x00, 0xff, 0xa0, 0x7e])
        #expect([UInt8](hexDigits: "") == [])
    }

    // The third is a full-width digit, of three bytes.
    @Test(arguments: ["0", "0g", "００", " 0", "0x00", "+1", "00 ", "é"]) func refusesAnythingElse(text: String) {
        #expect([UInt8](hexDigits: text) == nil)
    }
}
