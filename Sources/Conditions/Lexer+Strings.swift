extension Lexer {
    /// A string or bytes literal, if one starts here.
    mutating func stringLiteral() throws(ExpressionFault) -> Token? {
        var prefix = 0
        var isRaw = false
        var isBytes = false
        while let letter = byte(at: prefix).map({ $0 | 0x20 }), prefix < 2 {
            if letter == UInt8(ascii: "r"), !isRaw {
                isRaw = true
            } else if letter == UInt8(ascii: "b"), !isBytes, !isRaw {
                isBytes = true
            } else {
                break
            }
            prefix += 1
        }
        guard let quote = byte(at: prefix), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        let start = offset
        let isTriple = byte(at: prefix + 1) == quote && byte(at: prefix + 2) == quote
        let fence = Array(repeating: quote, count: isTriple ? 3 : 1)
        offset += prefix + fence.count
        var content: [UInt8] = []
        while !text[offset...].starts(with: fence) {
            guard let byte = byte(at: 0), isTriple || (byte != 0x0A && byte != 0x0D) else {
                throw ExpressionFault(start, "a text without its closing quote")
            }
            if byte == UInt8(ascii: "\\"), isRaw {
                // In a raw text a backslash stays, and a quote after it does not end the text.
                content.append(byte)
                offset += 1
                if let next = self.byte(at: 0), !isTriple, next == quote { throw ExpressionFault(offset, "a quote after \\") }
            } else if byte == UInt8(ascii: "\\") {
                try escape(into: &content, inBytes: isBytes)
            } else {
                content.append(byte)
                offset += 1
            }
        }
        offset += fence.count
        return isBytes ? .bytes(content) : .string(content)
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A,
        UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0B, UInt8(ascii: "\\"): 0x5C,
        UInt8(ascii: "?"): 0x3F, UInt8(ascii: "\""): 0x22, UInt8(ascii: "'"): 0x27, UInt8(ascii: "`"): 0x60,
    ]

    private mutating func escape(into content: inout [UInt8], inBytes: Bool) throws(ExpressionFault) {
        let start = offset
        let kind = byte(at: 1) ?? 0
        offset += 2
        if let plain = Self.escapes[kind] { return content.append(plain) }
        let value: UInt32?
        switch kind {
        case UInt8(ascii: "x"), UInt8(ascii: "X"): value = digits(2, radix: 16)
        case UInt8(ascii: "u") where !inBytes: value = digits(4, radix: 16)
        case UInt8(ascii: "U") where !inBytes: value = digits(8, radix: 16)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            offset -= 1
            value = digits(3, radix: 8)
        default: value = nil
        }
        guard let value else { throw ExpressionFault(start, "an escape that stands for nothing") }
        if inBytes {
            content.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = Unicode.Scalar(value) {
            content.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
        } else {
            throw ExpressionFault(start, "an escape that is no character")
        }
    }

    private mutating func digits(_ count: Int, radix: Int) -> UInt32? {
        let digits = text[offset...].prefix(count)
        guard digits.count == count, digits.allSatisfy(Self.isHexDigit) else { return nil }
        offset += count
        return UInt32(String(decoding: digits, as: UTF8.self), radix: radix)
    }
}
