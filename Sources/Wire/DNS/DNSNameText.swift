extension DNSName: CustomStringConvertible {
    /// Name from its text form, the final dot optional, `\X` and `\DDD` understood (RFC 1035 section 5.1).
    ///
    /// Bytes other than visible ASCII must be escaped: an internationalised name comes as its `xn--` form.
    /// `nil` for empty text, an empty label, a bad escape, or a label or name too long.
    package init?(_ text: some StringProtocol) {
        if text == "." {
            self = .root
            return
        }
        var labels: [[UInt8]] = [[]]
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): labels.append([])
            case UInt8(ascii: "\\"):
                guard let escaped = Self.unescape(&rest) else { return nil }
                labels[labels.count - 1].append(escaped)
            case 0x21...0x7e: labels[labels.count - 1].append(byte)
            default: return nil
            }
        }
        if labels.count > 1, labels.last == [] { labels.removeLast() }
        self.init(labels: labels)
    }

    /// Text form without the final dot (`.` for the root): visible ASCII only, case as given.
    package var description: String {
        guard self != .root else { return "." }
        return labels.map { $0.map(Self.escape).joined() }.joined(separator: ".")
    }

    private static func escape(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "\\"): "\\\(Unicode.Scalar(byte))"
        case 0x21...0x7e: String(Unicode.Scalar(byte))
        default: "\\\(byte / 100)\(byte / 10 % 10)\(byte % 10)"
        }
    }

    /// Byte meant by what follows a backslash: three digits, or one other visible character.
    private static func unescape<Bytes: Collection<UInt8>>(_ rest: inout Bytes) -> UInt8? where Bytes.SubSequence == Bytes {
        func digit(_ byte: UInt8) -> Int? {
            UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte ? Int(byte - UInt8(ascii: "0")) : nil
        }
        guard let first = rest.popFirst(), 0x21...0x7e ~= first else { return nil }
        guard let hundreds = digit(first) else { return first }
        guard let tens = rest.popFirst().flatMap(digit), let ones = rest.popFirst().flatMap(digit) else { return nil }
        return UInt8(exactly: hundreds * 100 + tens * 10 + ones)
    }
}
