/// Version of HTTP/1 in a start line.
package enum HTTPVersion: String, Hashable, Sendable {
    case http10 = "HTTP/1.0"
    case http11 = "HTTP/1.1"

    /// Version from its eight bytes, `nil` when they have another form.
    ///
    /// A later minor version is read as 1.1 (RFC 9110 section 2.5).
    /// - Throws: `.unsupportedVersion` for another major version.
    init?(parsing bytes: Span<UInt8>) throws(HTTPParseError) {
        guard bytes.count == 8, Self.isPrefix(bytes), HTTPByte.isDigit(bytes[5]), bytes[6] == HTTPByte.dot,
            HTTPByte.isDigit(bytes[7])
        else { return nil }
        guard bytes[5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
        self = bytes[7] == UInt8(ascii: "0") ? .http10 : .http11
    }

    /// Whether bytes begin with `HTTP/`, or are a beginning of it.
    static func isPrefix(_ bytes: Span<UInt8>) -> Bool {
        var index = 0
        for byte in "HTTP/".utf8 {
            guard index < bytes.count else { return true }
            guard bytes[index] == byte else { return false }
            index += 1
        }
        return true
    }
}
