import Testing

@testable import Bytes

@Suite struct ByteBufferTests {
    private func text(of buffer: borrowing ByteBuffer) -> String { String(decoding: buffer.bytes, as: UTF8.self) }

    @Test func growsAcrossEveryKindOfAppend() {
        var buffer = ByteBuffer(capacity: 0)
        var expected = ""
        for round in 0..<200 {
            buffer.append(UInt8(ascii: "b"))
            buffer.append("teks é\(round)")
            buffer.append(Array("span".utf8).span)
            buffer.append(decimal: UInt64(round))
            let end = buffer.count
            buffer.append(copyOf: end - 3..<end)
            expected += "bteks é\(round)span\(round)"
            expected += String(expected.suffix(3))
        }
        #expect(text(of: buffer) == expected)
        #expect(buffer.count == expected.utf8.count)
    }

    /// The text is longer than what is kept inside a `String`, then shorter, then none.
    @Test(arguments: ["a text of more than fifteen bytes", "short", "", "\u{1F980}"])
    func appendsText(_ appended: String) {
        var buffer = ByteBuffer(capacity: 1)
        buffer.append("<")
        buffer.append(appended)
        buffer.append(String(appended.reversed().reversed()))
        #expect(text(of: buffer) == "<\(appended)\(appended)")
    }

    @Test func writesEveryLengthOfNumber() {
        var values: [UInt64] = [0, .max, .max - 1]
        var power: UInt64 = 1
        for _ in 0..<19 {
            power *= 10
            values += [power - 1, power, power + 1]
        }
        for value in values {
            var buffer = ByteBuffer(capacity: 0)
            buffer.append(decimal: value)
            #expect(text(of: buffer) == "\(value)")
        }
    }

    @Test(arguments: [(0, 1, "0"), (0, 0, "0"), (7, 3, "007"), (1234, 3, "1234"), (5, 20, "00000000000000000005")])
    func padsWithZeros(_ value: UInt64, _ digits: Int, _ expected: String) {
        var buffer = ByteBuffer(capacity: 0)
        buffer.append(decimal: value, minimumDigits: digits)
        #expect(text(of: buffer) == expected)
    }

    @Test func forgetsTheEnd() {
        var buffer = ByteBuffer(capacity: 4)
        buffer.append("abcdef")
        buffer.truncate(to: 2)
        buffer.append("z")
        #expect(text(of: buffer) == "abz")
        buffer.truncate(to: 0)
        #expect(buffer.bytes == [])
    }
}
