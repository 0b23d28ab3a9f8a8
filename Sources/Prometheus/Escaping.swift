import Bytes

// Appends byte by byte only where an escape or a repair is needed: names and values rarely need one.
extension ByteBuffer {
    /// Appends text with `\` and line feed escaped, and `"` too where the place demands it.
    mutating func append(escaping text: String, quotes: Bool = true) {
        append(escaping: text.utf8Span.span, quotes: quotes)
    }

    /// Appends text with `\`, `"` and line feed escaped.
    mutating func append(escaping text: Substring) {
        append(escaping: text.utf8Span.span, quotes: true)
    }

    /// Appends bytes nobody vouched for, escaped as above: what is not UTF-8 becomes U+FFFD.
    mutating func append(repairing bytes: Span<UInt8>) {
        if bytes.isASCII {
            append(escaping: bytes, quotes: true)
        } else {
            let copy = [UInt8](capacity: bytes.count) { copy in
                for index in bytes.indices { copy.append(bytes[index]) }
            }
            append(escaping: String(decoding: copy, as: UTF8.self))
        }
    }

    /// Appends text with every byte that is illegal in a metric's name replaced by `_`.
    mutating func append(sanitizing name: String) {
        if name.utf8.allSatisfy(MetricName.isNameByte) { return append(name) }
        for byte in name.utf8 {
            append(MetricName.isNameByte(byte) ? byte : UInt8(ascii: "_"))
        }
    }

    private mutating func append(escaping bytes: Span<UInt8>, quotes: Bool) {
        if !bytes.needsEscape { return append(bytes) }
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\"") where quotes: append("\\\"")
            case let byte: append(byte)
            }
        }
    }
}

extension Span<UInt8> {
    fileprivate var needsEscape: Bool {
        for index in indices {
            switch self[index] {
            case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "\n"): return true
            default: continue
            }
        }
        return false
    }

    fileprivate var isASCII: Bool {
        for index in indices where self[index] >= 0x80 { return false }
        return true
    }
}
