/// Reads JSON into values (RFC 8259), within bounds.
///
/// A decoder for types known beforehand has to try each of them at every value; strangers send long documents.
enum JSONText {
    static let mostValues = 1 << 18
    static let deepest = 512

    static func value(of text: [UInt8]) throws(EvaluationError) -> Value {
        var reader = Reader(text: text)
        let value = try reader.value(depth: 1)
        reader.skipBlanks()
        guard reader.offset == text.count else { throw reader.malformed }
        return value
    }
}

private struct Reader {
    let text: [UInt8]
    var offset = 0
    var count = 0

    var malformed: EvaluationError { .failed("the body is no JSON: byte \(offset + 1) is out of place") }

    var byte: UInt8? { offset < text.count ? text[offset] : nil }

    mutating func skipBlanks() {
        while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    mutating func value(depth: Int) throws(EvaluationError) -> Value {
        count += 1
        guard count <= JSONText.mostValues else { throw .failed("the body has more than \(JSONText.mostValues) values") }
        guard depth <= JSONText.deepest else { throw .failed("the body is nested more than \(JSONText.deepest) deep") }
        skipBlanks()
        switch byte {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .double(try number())
        }
    }

    private mutating func object(depth: Int) throws(EvaluationError) -> Value {
        var map = MapValue()
        offset += 1
        skipBlanks()
        if try take(UInt8(ascii: "}")) { return .map(map) }
        repeat {
            skipBlanks()
            guard byte == UInt8(ascii: "\"") else { throw malformed }
            let key = try string()
            skipBlanks()
            guard try take(UInt8(ascii: ":")) else { throw malformed }
            map.set(.string(key), to: try value(depth: depth + 1))
            skipBlanks()
        } while try take(UInt8(ascii: ","))
        guard try take(UInt8(ascii: "}")) else { throw malformed }
        return .map(map)
    }

    private mutating func array(depth: Int) throws(EvaluationError) -> Value {
        var items: [Value] = []
        offset += 1
        skipBlanks()
        if try take(UInt8(ascii: "]")) { return .list(items) }
        repeat {
            items.append(try value(depth: depth + 1))
            skipBlanks()
        } while try take(UInt8(ascii: ","))
        guard try take(UInt8(ascii: "]")) else { throw malformed }
        return .list(items)
    }

    private mutating func take(_ wanted: UInt8) throws(EvaluationError) -> Bool {
        guard let byte else { throw .failed("the body is no JSON: it ends too early") }
        guard byte == wanted else { return false }
        offset += 1
        return true
    }

    private mutating func word(_ word: String, _ value: Value) throws(EvaluationError) -> Value {
        guard text[offset...].starts(with: word.utf8) else { throw malformed }
        offset += word.utf8.count
        return value
    }

    private mutating func number() throws(EvaluationError) -> Double {
        let start = offset
        if byte == UInt8(ascii: "-") { offset += 1 }
        if byte == UInt8(ascii: "0") { offset += 1 } else { try digits() }
        if byte == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if byte.map({ $0 | 0x20 }) == UInt8(ascii: "e") {
            offset += 1
            if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { offset += 1 }
            try digits()
        }
        guard let number = Double(String(decoding: text[start..<offset], as: UTF8.self)), number.isFinite else {
            throw .failed("the body has a number out of range")
        }
        return number
    }

    private mutating func digits() throws(EvaluationError) {
        let digits = text[offset...].prefix(while: Lexer.isDigit)
        guard !digits.isEmpty else { throw malformed }
        offset = digits.endIndex
    }

    private mutating func string() throws(EvaluationError) -> [UInt8] {
        offset += 1
        var content: [UInt8] = []
        while true {
            let plain = text[offset...].prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") && $0 >= 0x20 }
            content.append(contentsOf: plain)
            offset = plain.endIndex
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                // Bytes that are not UTF-8 become U+FFFD.
                return String(validating: content, as: UTF8.self) == nil
                    ? Array(String(decoding: content, as: UTF8.self).utf8) : content
            case UInt8(ascii: "\\"):
                offset += 1
                content.append(contentsOf: try escape())
            default: throw malformed
            }
        }
    }

    private mutating func escape() throws(EvaluationError) -> [UInt8] {
        guard let kind = byte else { throw malformed }
        offset += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try unicode()
        default: throw malformed
        }
    }

    private mutating func unicode() throws(EvaluationError) -> [UInt8] {
        let first = try hexDigits()
        var scalar = Unicode.Scalar(first)
        if scalar == nil, first < 0xDC00, text[offset...].starts(with: "\\u".utf8) {
            let before = offset
            offset += 2
            let second = try hexDigits()
            if (0xDC00...0xDFFF).contains(second) {
                scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            } else {
                offset = before
            }
        }
        return UTF8.encode(scalar ?? "\u{FFFD}").map(Array.init) ?? []
    }

    private mutating func hexDigits() throws(EvaluationError) -> UInt32 {
        let digits = text[offset...].prefix(4)
        guard digits.count == 4, digits.allSatisfy(Lexer.isHexDigit),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw malformed }
        offset += 4
        return value
    }
}
