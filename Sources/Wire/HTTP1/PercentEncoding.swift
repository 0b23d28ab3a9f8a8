/// Percent-encoding of RFC 3986 section 2.1.
package enum PercentEncoding {
    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    /// Path, query or both with every byte escaped that may not stand in a request target.
    ///
    /// `%` is left: an escape stays one, and what a stray one means only its server knows. `/` and `?` are left too.
    package static func encodeTarget(_ bytes: some Sequence<UInt8>) -> String {
        encode(bytes) { byte in
            if HTTPByte.isUnreserved(byte) { return true }
            return switch byte {
            case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "("), UInt8(ascii: ")"),
                UInt8(ascii: "*"), HTTPByte.plus, HTTPByte.comma, HTTPByte.semicolon, HTTPByte.equals, HTTPByte.colon,
                UInt8(ascii: "@"), HTTPByte.slash, HTTPByte.question, HTTPByte.percent:
                true
            default: false
            }
        }
    }

    /// One path segment, or one name or value of a query: all but unreserved bytes escaped.
    package static func encodeComponent(_ text: String) -> String {
        encode(text.utf8, leaving: HTTPByte.isUnreserved)
    }

    /// Text with its escapes replaced; `nil` for `%` without two hex digits, or bytes that are not UTF-8.
    /// - Parameter plusIsSpace: As in the query of a form.
    package static func decode(_ bytes: some Sequence<UInt8>, plusIsSpace: Bool = false) -> String? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.underestimatedCount)
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            if byte == HTTPByte.percent {
                guard let high = iterator.next().flatMap(HTTPByte.hexValue), let low = iterator.next().flatMap(HTTPByte.hexValue)
                else { return nil }
                decoded.append(high << 4 | low)
            } else {
                decoded.append(plusIsSpace && byte == HTTPByte.plus ? HTTPByte.space : byte)
            }
        }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func encode(_ bytes: some Sequence<UInt8>, leaving isLeft: (UInt8) -> Bool) -> String {
        var encoded: [UInt8] = []
        for byte in bytes {
            if isLeft(byte) {
                encoded.append(byte)
            } else {
                encoded += [HTTPByte.percent, hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
