/// Field lines of a head, in order.
///
/// Whatever is in here can be written to a peer as it stands: no name but a token and no control byte gets in, so no value
/// taken from outside can start a line of its own.
package struct HTTPFields: Hashable, Sendable {
    /// One field line.
    package struct Line: Hashable, Sendable {
        /// As written: names are compared without regard to case.
        package let name: String
        /// Without whitespace around it; may be empty.
        package let value: String
    }

    /// All lines, in order.
    package private(set) var lines: [Line] = []

    /// No fields.
    package init() {}

    /// Adds a line at the end.
    ///
    /// Each control byte in `value` becomes a space (RFC 9110 section 5.5), then spaces around it go.
    /// - Returns: `false`, and nothing is added, when `name` is not a token.
    @discardableResult
    package mutating func append(_ name: String, _ value: String) -> Bool {
        guard !name.isEmpty, name.utf8.allSatisfy(HTTPByte.isToken) else { return false }
        lines.append(Line(name: name, value: Self.sanitized(value)))
        return true
    }

    /// Puts a line in the place of all of its name, case aside; see ``append(_:_:)``.
    package mutating func set(_ name: String, _ value: String) {
        lines.removeAll { HTTPByte.areEqualIgnoringCase($0.name, name) }
        append(name, value)
    }

    mutating func append(parsed line: Line) {
        lines.append(line)
    }

    /// Value of the first line of this name, case aside.
    package func first(_ name: String) -> String? {
        for line in lines where HTTPByte.areEqualIgnoringCase(line.name, name) { return line.value }
        return nil
    }

    /// Values of all lines of this name, case aside.
    package func all(_ name: String) -> [String] {
        var values: [String] = []
        for line in lines where HTTPByte.areEqualIgnoringCase(line.name, name) { values.append(line.value) }
        return values
    }

    /// All lines of a list-valued field as one value; `nil` without any (RFC 9110 section 5.3).
    package func joined(_ name: String) -> String? {
        let values = all(name)
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }

    /// Comma-separated members of all lines of this name, trimmed, empty ones left out.
    ///
    /// For lists of tokens such as Connection: a comma in a quoted string separates too.
    package func members(_ name: String) -> [Substring] {
        all(name).flatMap { value in
            value.utf8.split(separator: HTTPByte.comma).map { Self.trimmed(Substring($0)) }.filter { !$0.isEmpty }
        }
    }

    /// Whether a list of tokens holds `token`, case aside.
    package func contains(_ token: String, in name: String) -> Bool {
        members(name).contains { HTTPByte.areEqualIgnoringCase($0, token) }
    }

    /// Text made fit for a field value or reason phrase.
    static func sanitized(_ value: String) -> String {
        if value.utf8.allSatisfy(HTTPByte.isFieldValue) {
            guard let first = value.utf8.first, let last = value.utf8.last else { return value }
            return HTTPByte.isWhitespace(first) || HTTPByte.isWhitespace(last) ? String(trimmed(Substring(value))) : value
        }
        let bytes = value.utf8.map { HTTPByte.isFieldValue($0) ? $0 : HTTPByte.space }
        return String(trimmed(Substring(String(decoding: bytes, as: UTF8.self))))
    }

    /// The text without spaces and tabs at its ends.
    package static func trimmed(_ text: Substring) -> Substring {
        var bytes = text.utf8
        while let first = bytes.first, HTTPByte.isWhitespace(first) { bytes.removeFirst() }
        while let last = bytes.last, HTTPByte.isWhitespace(last) { bytes.removeLast() }
        return Substring(bytes)
    }

    func serialize(into output: inout [UInt8]) {
        for line in lines {
            output.append(contentsOf: line.name.utf8)
            output.append(HTTPByte.colon)
            output.append(HTTPByte.space)
            output.append(contentsOf: line.value.utf8)
            output.append(HTTPByte.carriageReturn)
            output.append(HTTPByte.lineFeed)
        }
        output.append(HTTPByte.carriageReturn)
        output.append(HTTPByte.lineFeed)
    }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
    /// Fields in the order written; one name may occur more than once.
    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }
}
