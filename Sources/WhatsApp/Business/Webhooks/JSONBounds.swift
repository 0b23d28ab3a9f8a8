/// Bounds on a JSON text, held in one pass before anything is made of it: a decoder calls itself for each level and keeps every value.
enum JSONBounds {
    /// A webhook has about ten levels.
    static let deepest = 32
    /// A thousand updates, as many as Meta puts into one webhook, have some thirty thousand.
    static let mostValues = 200_000

    /// Whether the text is one object within the bounds, as far as brackets and commas tell; the rest is the decoder's to find.
    static func check(_ text: [UInt8]) throws(WebhookError) {
        var (depth, values) = (0, 0)
        var isInString = false
        var isEscaped = false
        for byte in text {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                // The decoder looks into no text that it is not asked for.
                guard byte >= 0x20 else { throw .notJSON }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                values += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ","): values += 1
            // The decoder would take it for UTF-16 or UTF-32, in which brackets look otherwise.
            case 0: throw .notJSON
            default: break
            }
            if depth > deepest { throw .tooDeep }
            if values > mostValues { throw .tooManyValues }
        }
        // The decoder lets some of it pass, in texts nobody reads.
        guard (try? UTF8Span(validating: text.span)) != nil else { throw .notJSON }
        let first = text.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        guard first == UInt8(ascii: "{"), depth == 0, !isInString else { throw .notJSON }
    }
}
