import Testing

@testable import ProcFS

@Suite struct KernelTextTests {
    @Test(arguments: [
        ("0", 0), ("7 ", 7), ("  42\t", 42), ("999999999999999999", 999_999_999_999_999_999),
        ("18446744073709551615\n", UInt64.max), ("000000000000000000000000001", 1),
    ])
    func readsDecimal(text: String, value: UInt64) throws {
        #expect(try decimal(text) == value)
    }

    @Test(arguments: ["", " ", "\n", "-1", "+1", "1x", "x", "18446744073709551616", "99999999999999999999", "1.5", "1\u{7f}"])
    func rejectsWhatIsNoDecimal(text: String) {
        #expect(throws: Malformed.self) { try decimal(text) }
    }

    @Test(arguments: [
        ("0.09", 0.09), ("12.13 ", 12.13), ("7", 7), ("1232.57\n", 1232.57), ("0.123456789", 0.123456789), ("100.00", 100),
    ])
    func readsFractionAsNearestDouble(text: String, value: Double) throws {
        #expect(try fraction(text) == value)
    }

    @Test(arguments: ["", ".5", "1.", "1.0000000001", "nan", "1.2.3", "18446744073709551615.99", "9007199254740993.1", "-0.1"])
    func rejectsWhatIsNoFraction(text: String) {
        #expect(throws: Malformed.self) { try fraction(text) }
    }

    @Test(arguments: [("0", 0), ("010200C0 ", 0x0102_00c0), ("ffffffffffffffff", UInt64.max)])
    func readsHexadecimal(text: String, value: UInt64) throws {
        #expect(try hexadecimal(text) == value)
    }

    @Test(arguments: ["", "g", "0x1", "11111111111111111"])
    func rejectsWhatIsNoHexadecimal(text: String) {
        #expect(throws: Malformed.self) { try hexadecimal(text) }
    }

    @Test func wordsEndAtBlanksAndLines() {
        let bytes = Array(" one\ttwo  \nthree".utf8)
        var offset = 0
        #expect(bytes.span.word(&offset) == 1..<4)
        #expect(bytes.span.word(&offset) == 5..<8)
        #expect(bytes.span.word(&offset).isEmpty)
        #expect(bytes.span.word(&offset).isEmpty)
        bytes.span.skipLine(&offset)
        #expect(bytes.span.word(&offset) == 11..<16)
        #expect(bytes.span.word(&offset).isEmpty)
    }

    @Test func everyByteMovesWordsOn() {
        let bytes = (0...255).map { UInt8($0) }
        var offset = 0
        var steps = 0
        while offset < bytes.count, steps <= 512 {
            if bytes.span.word(&offset).isEmpty { bytes.span.skipLine(&offset) }
            steps += 1
        }
        #expect(steps < 100)
    }

    @Test func stringRepairsWhatIsNotUTF8() {
        let bytes: [UInt8] = [0x65, 0xff, 0x68]
        #expect(bytes.span.string(at: 0..<3) == "e\u{fffd}h")
        #expect(bytes.span.string(at: 2..<3) == "h")
    }

    private func decimal(_ text: String) throws(Malformed) -> UInt64 {
        var offset = 0
        return try Array(text.utf8).span.decimal(&offset)
    }

    private func fraction(_ text: String) throws(Malformed) -> Double {
        var offset = 0
        return try Array(text.utf8).span.decimalFraction(&offset)
    }

    private func hexadecimal(_ text: String) throws(Malformed) -> UInt64 {
        var offset = 0
        return try Array(text.utf8).span.hexadecimal(&offset)
    }
}
