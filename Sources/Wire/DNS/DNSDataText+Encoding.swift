extension DNSDataText {
    /// A byte as zone files have it: `\DDD` unless it is printable ASCII.
    static func character(_ byte: UInt8) -> String {
        0x20...0x7E ~= byte ? String(Unicode.Scalar(byte)) : "\\" + CivilDate.digits(Int(byte), 3)
    }

    /// A byte of a character string.
    static func escaped(_ byte: UInt8) -> String {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") ? "\\\(Unicode.Scalar(byte))" : character(byte)
    }

    static func quoted(_ bytes: some Sequence<UInt8>) -> String {
        "\"" + bytes.map(escaped).joined() + "\""
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }

    /// Padded, as everywhere in zone files (RFC 4648 section 4).
    static func base64(_ bytes: [UInt8]) -> String {
        let text = digits(of: bytes, bits: 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        return text + String(repeating: "=", count: (3 - bytes.count % 3) % 3)
    }

    /// With the extended hex alphabet and no padding (RFC 5155 section 3.3).
    static func base32(_ bytes: [UInt8]) -> String {
        digits(of: bytes, bits: 5, "0123456789ABCDEFGHIJKLMNOPQRSTUV")
    }

    private static func digits(of bytes: [UInt8], bits: Int, _ alphabet: StaticString) -> String {
        let alphabet = Array("\(alphabet)".utf8)
        var text: [UInt8] = []
        var pending = 0
        var pendingBits = 0
        for byte in bytes {
            pending = pending << 8 | Int(byte)
            pendingBits += 8
            while pendingBits >= bits {
                pendingBits -= bits
                text.append(alphabet[pending >> pendingBits])
                pending &= 1 << pendingBits - 1
            }
        }
        if pendingBits > 0 { text.append(alphabet[pending << (bits - pendingBits)]) }
        return String(decoding: text, as: UTF8.self)
    }
}
