extension DNSDataText {
    /// LOC (RFC 1876): degrees, minutes and seconds, then altitude, size and precisions in metres.
    static func location(_ reader: inout DNSReader) throws(DNSParseError) -> [String] {
        guard try reader.uint8() == 0 else { throw .malformedData(DNSType(rawValue: 29)) }
        let sizes = try reader.bytes(count: 3)
        let latitude = try reader.uint32()
        let longitude = try reader.uint32()
        // From 100 km below the ground, in centimetres.
        let altitude = Int(try reader.uint32()) - 10_000_000
        let metres = "\(altitude < 0 ? "-" : "")\(abs(altitude) / 100)"
        let centimetres = altitude % 100 == 0 ? "" : "." + CivilDate.digits(abs(altitude) % 100, 2)
        return angle(latitude, "N", "S") + angle(longitude, "E", "W") + ["\(metres)\(centimetres)m"]
            + sizes.map { length($0) + "m" }
    }

    /// An angle in thousandths of a second around 2³¹.
    private static func angle(_ value: UInt32, _ above: String, _ below: String) -> [String] {
        let middle: UInt32 = 1 << 31
        let isAbove = value > middle
        let milliseconds = Int(isAbove ? value - middle : middle - value)
        let seconds = milliseconds % 60_000
        return [
            CivilDate.digits(milliseconds / 3_600_000, 2), CivilDate.digits(milliseconds / 60_000 % 60, 2),
            "\(seconds / 1000).\(CivilDate.digits(seconds % 1000, 3))", isAbove ? above : below,
        ]
    }

    /// A length in metres, from its digit and the power of ten of centimetres.
    private static func length(_ byte: UInt8) -> String {
        let digit = Int(byte >> 4)
        let exponent = Int(byte & 15)
        return switch exponent {
        case 0: "0." + CivilDate.digits(digit, 2)
        case 1: "0." + CivilDate.digits(digit * 10, 2)
        default: "\(digit)" + String(repeating: "0", count: exponent - 2)
        }
    }

    /// APL (RFC 3123): `!1:192.0.2.0/24`.
    static func prefixes(_ reader: inout DNSReader) throws(DNSParseError) -> [String] {
        var words: [String] = []
        while !reader.isAtEnd {
            let family = try reader.uint16()
            let bits = try reader.uint8()
            let length = try reader.uint8()
            let size = family == 1 ? 4 : 16
            let part = try reader.bytes(count: Int(length & 0x7F))
            guard family == 1 || family == 2, part.count <= size, Int(bits) <= size * 8,
                let address = IPAddress(bytes: part + Array(repeating: 0, count: size - part.count))
            else { throw .malformedData(DNSType(rawValue: 42)) }
            words.append("\(length & 0x80 == 0 ? "" : "!")\(family):\(address)/\(bits)")
        }
        return words
    }

    /// SVCB and HTTPS (RFC 9460 section 2.1): `alpn="h2,h3"`.
    static func parameters(_ reader: inout DNSReader) throws(DNSParseError) -> [String] {
        var words: [String] = []
        while !reader.isAtEnd {
            let key = try reader.uint16()
            var value = try reader.part(sizeBytes: Int(reader.uint16()))
            words.append("\(parameterName(key))=\"\(try parameter(key, &value))\"")
            guard value.isAtEnd else { throw .malformedData(DNSType(rawValue: 64)) }
        }
        return words
    }

    private static func parameterName(_ key: UInt16) -> String {
        let names = ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath", "ohttp"]
        return names.indices.contains(Int(key)) ? names[Int(key)] : "key\(key)"
    }

    private static func parameter(_ key: UInt16, _ value: inout DNSReader) throws(DNSParseError) -> String {
        var items: [String] = []
        switch key {
        case 0: while !value.isAtEnd { items.append(parameterName(try value.uint16())) }
        case 1: while !value.isAtEnd { items.append(try string(&value).map(protocolCharacter).joined()) }
        case 2, 8: return ""
        case 3: return "\(try value.uint16())"
        case 4: while !value.isAtEnd { items.append(try address(&value, sizeBytes: 4)) }
        case 5: return base64(try value.rest())
        case 6: while !value.isAtEnd { items.append(try address(&value, sizeBytes: 16)) }
        default: return try value.rest().map(parameterCharacter).joined()
        }
        return items.joined(separator: ",")
    }

    private static func parameterCharacter(_ byte: UInt8) -> String {
        "\"; \\".utf8.contains(byte) ? "\\\(Unicode.Scalar(byte))" : character(byte)
    }

    /// In a list commas and backslashes are escaped twice (RFC 9460 appendix A.1).
    private static func protocolCharacter(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: ","): #"\\\044"#
        case UInt8(ascii: "\\"): #"\\\092"#
        default: parameterCharacter(byte)
        }
    }
}
