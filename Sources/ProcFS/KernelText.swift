import Posix

let newline = UInt8(ascii: "\n")
let tab = UInt8(ascii: "\t")
let space = UInt8(ascii: " ")

/// How the kernel writes its files: lines of words between blanks, numbers in decimal.
///
/// Every function takes the offset to start from and moves it past what it read; none goes past the end of the line.
extension Span where Element == UInt8 {
    /// Whether `offset` is at the end of its line or of the file.
    func isLineEnd(_ offset: Int) -> Bool {
        offset >= count || self[offset] == newline
    }

    func skipBlanks(_ offset: inout Int) {
        // Here and below: a copy can stay in a register.
        var end = offset
        while end < count, self[end] == space || self[end] == tab { end += 1 }
        offset = end
    }

    /// Moves past the end of the line.
    func skipLine(_ offset: inout Int) {
        offset = (firstIndex(of: newline, from: offset) ?? max(offset, count)) + 1
    }

    /// The next word of the line; empty at the line's end.
    func word(_ offset: inout Int) -> Range<Int> {
        skipBlanks(&offset)
        let start = offset
        var end = start
        while end < count, self[end] > space { end += 1 }
        // Any other control character would keep us here: it is a word of its own, and no parser knows it.
        if end == start, !isLineEnd(end) { end += 1 }
        offset = end
        return start..<end
    }

    /// The next word, which ends in `mark` and is given without it.
    func word(_ offset: inout Int, before mark: Unicode.Scalar) throws(Malformed) -> Range<Int> {
        let word = word(&offset)
        guard word.count > 1, self[word.upperBound - 1] == UInt8(ascii: mark) else { throw Malformed(offset: word.lowerBound) }
        return word.lowerBound..<word.upperBound - 1
    }

    /// The next word as an unsigned decimal number.
    func decimal(_ offset: inout Int) throws(Malformed) -> UInt64 {
        skipBlanks(&offset)
        let start = offset
        let value = try digits(&offset)
        guard offset >= count || self[offset] <= space else { throw Malformed(offset: start) }
        return value
    }

    /// The digits at `offset`, at least one, up to whatever follows them.
    func digits(_ offset: inout Int) throws(Malformed) -> UInt64 {
        let start = offset
        var end = start
        var value: UInt64 = 0
        // Eighteen digits always fit.
        let safe = Swift.min(count, start + 18)
        while end < safe {
            let digit = self[end] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ UInt64(digit)
            end += 1
        }
        while end < count, end >= safe {
            let digit = self[end] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            let (tenfold, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tenfold.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { throw Malformed(offset: start) }
            value = sum
            end += 1
        }
        offset = end
        guard end > start else { throw Malformed(offset: start) }
        return value
    }

    /// The next word as a decimal number with a fraction, such as `0.25`: the double nearest to it.
    func decimalFraction(_ offset: inout Int) throws(Malformed) -> Double {
        skipBlanks(&offset)
        let start = offset
        let whole = try digits(&offset)
        var fraction: UInt64 = 0
        var scale: UInt64 = 1
        if offset < count, self[offset] == UInt8(ascii: ".") {
            offset += 1
            let point = offset
            fraction = try digits(&offset)
            guard offset - point <= 9 else { throw Malformed(offset: start) }
            for _ in point..<offset { scale *= 10 }
        }
        // Below 2^53 both numbers are exact, so their quotient is rounded once.
        let (scaled, overflow) = whole.multipliedReportingOverflow(by: scale)
        guard !overflow, scaled < 1 << 52, offset >= count || self[offset] <= space else { throw Malformed(offset: start) }
        return Double(scaled + fraction) / Double(scale)
    }

    /// The next word as a hexadecimal number without prefix.
    func hexadecimal(_ offset: inout Int) throws(Malformed) -> UInt64 {
        let word = word(&offset)
        return try hexadecimal(in: word)
    }

    func hexadecimal(in range: Range<Int>) throws(Malformed) -> UInt64 {
        guard 1...16 ~= range.count else { throw Malformed(offset: range.lowerBound) }
        var value: UInt64 = 0
        for index in range {
            let byte = self[index]
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw Malformed(offset: range.lowerBound)
            }
            value = value << 4 | UInt64(digit)
        }
        return value
    }

    /// Whether the bytes at `range` are the ASCII `text`.
    func isText(_ text: String, at range: Range<Int>) -> Bool {
        guard text.utf8.count == range.count else { return false }
        return isText(text, startingAt: range.lowerBound)
    }

    /// Whether the ASCII `text` stands at `offset`.
    func isText(_ text: String, startingAt offset: Int) -> Bool {
        guard count - offset >= text.utf8.count else { return false }
        var index = offset
        for byte in text.utf8 {
            if self[index] != byte { return false }
            index += 1
        }
        return true
    }

    /// The bytes at `range` as text; what is not UTF-8 in them is replaced.
    func string(at range: Range<Int>) -> String {
        if let text = try? UTF8Span(validating: extracting(range)) { return String(copying: text) }
        return String(decoding: range.map { self[$0] }, as: UTF8.self)
    }
}

extension UInt8 {
    /// Whether it is a letter, a digit or an underscore, of which names of counters and variables are made.
    var isNameByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
