/// Cuts a text into tokens.
struct Lexer {
    private static let marks = [
        "==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{",
        "}",
    ].map { Array($0.utf8) }
    private static let words = ["in", "true", "false", "null"]

    let text: [UInt8]
    /// Where the next token starts, once blanks are skipped.
    var offset = 0

    init(_ text: [UInt8]) {
        self.text = text
    }

    /// The next token and where it starts; `.end` for ever after the last.
    mutating func next() throws(ExpressionFault) -> (token: Token, offset: Int) {
        skipBlanks()
        let start = offset
        guard let first = byte(at: 0) else { return (.end, start) }
        if let literal = try stringLiteral() { return (literal, start) }
        if Self.startsIdentifier(first) {
            let word = take(while: Self.continuesIdentifier)
            return (Self.words.contains(word) ? .mark(word) : .identifier(word), start)
        }
        if Self.isDigit(first) || (first == UInt8(ascii: ".") && byte(at: 1).map(Self.isDigit) == true) {
            return (try number(), start)
        }
        if first == UInt8(ascii: "`") { return (try quoted(), start) }
        guard let mark = Self.marks.first(where: { text[offset...].starts(with: $0) }) else {
            throw ExpressionFault(start, "a character that stands for nothing")
        }
        offset += mark.count
        return (.mark(String(decoding: mark, as: UTF8.self)), start)
    }

    func byte(at distance: Int) -> UInt8? {
        offset + distance < text.count ? text[offset + distance] : nil
    }

    private mutating func skipBlanks() {
        while let byte = byte(at: 0) {
            if [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) {
                offset += 1
            } else if text[offset...].starts(with: "//".utf8) {
                _ = take { $0 != 0x0A }
            } else {
                return
            }
        }
    }

    private mutating func quoted() throws(ExpressionFault) -> Token {
        let start = offset
        offset += 1
        let name = take { Self.continuesIdentifier($0) || ". -/".utf8.contains($0) }
        guard !name.isEmpty, byte(at: 0) == UInt8(ascii: "`") else {
            throw ExpressionFault(start, "a name in backticks has letters, digits and _.-/ and blanks")
        }
        offset += 1
        return .quoted(name)
    }

    private mutating func number() throws(ExpressionFault) -> Token {
        let start = offset
        if byte(at: 0) == UInt8(ascii: "0"), byte(at: 1) == UInt8(ascii: "x") {
            offset += 2
            return try integer(take(while: Self.isHexDigit), radix: 16, from: start)
        }
        let whole = take(while: Self.isDigit)
        var isDouble = false
        if byte(at: 0) == UInt8(ascii: "."), byte(at: 1).map(Self.isDigit) == true {
            isDouble = true
            offset += 1
            _ = take(while: Self.isDigit)
        }
        if byte(at: 0).map({ $0 | 0x20 }) == UInt8(ascii: "e") {
            let sign = byte(at: 1) == UInt8(ascii: "+") || byte(at: 1) == UInt8(ascii: "-") ? 1 : 0
            if byte(at: 1 + sign).map(Self.isDigit) == true {
                isDouble = true
                offset += 1 + sign
                _ = take(while: Self.isDigit)
            }
        }
        guard isDouble else { return try integer(whole, radix: 10, from: start) }
        let digits = String(decoding: text[start..<offset], as: UTF8.self)
        guard let value = Double(digits.hasPrefix(".") ? "0" + digits : digits), value.isFinite else {
            throw ExpressionFault(start, "a number out of range")
        }
        return .double(value)
    }

    private mutating func integer(_ digits: String, radix: Int, from start: Int) throws(ExpressionFault) -> Token {
        let isUnsigned = byte(at: 0).map { $0 | 0x20 } == UInt8(ascii: "u")
        if isUnsigned { offset += 1 }
        guard let value = UInt64(digits, radix: radix) else { throw ExpressionFault(start, "a number out of range") }
        return isUnsigned ? .uint(value) : .int(value)
    }

    private mutating func take(while belongs: (UInt8) -> Bool) -> String {
        let taken = text[offset...].prefix(while: belongs)
        offset = taken.endIndex
        return String(decoding: taken, as: UTF8.self)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

    static func isHexDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (0x61...0x66).contains(byte | 0x20) }

    private static func startsIdentifier(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F }

    private static func continuesIdentifier(_ byte: UInt8) -> Bool { startsIdentifier(byte) || isDigit(byte) }
}
