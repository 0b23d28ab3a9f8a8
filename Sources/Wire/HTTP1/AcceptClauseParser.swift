/// Reader of weighted clauses, one by one, over the bytes of a field value.
struct AcceptClauseParser {
    private let bytes: [UInt8]
    private var index = 0

    init(_ fieldValue: String) {
        bytes = Array(fieldValue.utf8)
    }

    /// Next clause that makes sense; `nil` at the end.
    mutating func next() -> AcceptHeader.Clause? {
        while index < bytes.count {
            let clause = clause()
            let isWhole = index == bytes.count || bytes[index] == HTTPByte.comma
            while index < bytes.count, bytes[index] != HTTPByte.comma { index += 1 }
            index += 1
            if isWhole, let clause { return clause }
        }
        return nil
    }

    /// `token["/"token] *(OWS ";" OWS [token "=" (token | quoted-string)]) OWS`; `nil` leaves the index where it went wrong.
    private mutating func clause() -> AcceptHeader.Clause? {
        skipWhitespace()
        guard var name = token() else { return nil }
        if skip(HTTPByte.slash) {
            guard let subtype = token() else { return nil }
            name += "/" + subtype
        }
        var parameters: [AcceptHeader.Parameter] = []
        var weight = 1000
        skipWhitespace()
        while skip(HTTPByte.semicolon) {
            skipWhitespace()
            guard let parameter = token() else { continue }
            guard skip(HTTPByte.equals), let value = quotedString() ?? token() else { return nil }
            if parameter.lowercased() == "q" {
                guard let parsed = Self.weight(value) else { return nil }
                weight = parsed
            } else {
                parameters.append(AcceptHeader.Parameter(name: parameter.lowercased(), value: value))
            }
            skipWhitespace()
        }
        return AcceptHeader.Clause(name: name.lowercased(), parameters: parameters, weight: weight)
    }

    /// Thousandths of `0[.ddd]` or `1[.000]`; digits past the third are dropped.
    private static func weight(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, first == UInt8(ascii: "0") || first == UInt8(ascii: "1"),
            bytes.count == 1 || bytes[1] == HTTPByte.dot, bytes.dropFirst(2).allSatisfy(HTTPByte.isDigit)
        else { return nil }
        var weight = first == UInt8(ascii: "1") ? 1000 : 0
        for (digit, unit) in zip(bytes.dropFirst(2), [100, 10, 1]) { weight += Int(digit - UInt8(ascii: "0")) * unit }
        return weight <= 1000 ? weight : nil
    }

    private mutating func skipWhitespace() {
        while index < bytes.count, HTTPByte.isWhitespace(bytes[index]) { index += 1 }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func token() -> String? {
        let start = index
        while index < bytes.count, HTTPByte.isToken(bytes[index]) { index += 1 }
        return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
    }

    /// Text between quotes with its backslashes resolved; `nil`, and nothing is passed, when no closing quote follows.
    private mutating func quotedString() -> String? {
        guard index < bytes.count, bytes[index] == HTTPByte.quote else { return nil }
        var text: [UInt8] = []
        var position = index + 1
        while position < bytes.count, bytes[position] != HTTPByte.quote {
            if bytes[position] == HTTPByte.backslash { position += 1 }
            if position < bytes.count { text.append(bytes[position]) }
            position += 1
        }
        guard position < bytes.count else { return nil }
        index = position + 1
        return String(decoding: text, as: UTF8.self)
    }
}
