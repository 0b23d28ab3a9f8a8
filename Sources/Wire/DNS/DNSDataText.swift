/// Data of records as zone files write it.
enum DNSDataText {
    /// The words of the fields that `reader` spans.
    static func words(of fields: [DNSDataLayout.Field], _ reader: inout DNSReader) throws(DNSParseError) -> [String] {
        var words: [String] = []
        for field in fields { words += try self.words(of: field, &reader) }
        return words
    }

    private static func words(of field: DNSDataLayout.Field, _ reader: inout DNSReader) throws(DNSParseError) -> [String] {
        switch field {
        case .uint8: [String(try reader.uint8())]
        case .uint16: [String(try reader.uint16())]
        case .uint32: [String(try reader.uint32())]
        case .name: [try reader.name().zoneText]
        case .ip4: [try address(&reader, sizeBytes: 4)]
        case .ip6: [try address(&reader, sizeBytes: 16)]
        case .type: [DNSType(rawValue: try reader.uint16()).description]
        case .types: try types(&reader)
        case .time: [time(try reader.uint32())]
        case .text: [quoted(try string(&reader))]
        case .optionalText: [quoted(reader.isAtEnd ? [] : try string(&reader))]
        case .texts: try texts(&reader)
        case .word: [try string(&reader).map(escaped).joined()]
        case .quoted: [quoted(try reader.rest())]
        case .hex: [hex(try reader.rest())]
        case .longHex: pieces(of: try reader.rest(), sizeBytes: 512).map(hex)
        case .upperHex: [hex(try reader.rest()).uppercased()]
        case .base64: [base64(try reader.rest())]
        case .salt: [try salt(&reader)]
        case .hash: [base32(try string(&reader))]
        case .node: [try node(&reader)]
        case .upperNode: [try node(&reader).uppercased()]
        case .hardware6: [try hyphenated(&reader, sizeBytes: 6)]
        case .hardware8: [try hyphenated(&reader, sizeBytes: 8)]
        case .certificateType: [certificateType(try reader.uint16())]
        case .algorithm: [algorithm(try reader.uint8())]
        case .location: try location(&reader)
        case .prefixes: try prefixes(&reader)
        case .parameters: try parameters(&reader)
        case .gateway: try gateway(&reader)
        case .relay: try relay(&reader)
        case .hostIdentity: try hostIdentity(&reader)
        }
    }

    static func string(_ reader: inout DNSReader) throws(DNSParseError) -> [UInt8] {
        try reader.bytes(count: Int(reader.uint8()))
    }

    static func address(_ reader: inout DNSReader, sizeBytes: Int) throws(DNSParseError) -> String {
        guard let address = IPAddress(bytes: try reader.bytes(count: sizeBytes)) else { throw .truncated }
        return address.description
    }

    private static func texts(_ reader: inout DNSReader) throws(DNSParseError) -> [String] {
        var texts: [String] = []
        while !reader.isAtEnd { texts.append(quoted(try string(&reader))) }
        return texts
    }

    private static func types(_ reader: inout DNSReader) throws(DNSParseError) -> [String] {
        var types: [String] = []
        while !reader.isAtEnd {
            let window = Int(try reader.uint8())
            for (index, byte) in try string(&reader).prefix(32).enumerated() {
                for bit in 0..<8 where byte & 0x80 >> bit != 0 {
                    types.append(DNSType(rawValue: UInt16(window << 8 | index << 3 | bit)).description)
                }
            }
        }
        return types
    }

    /// At least one, though it be empty.
    private static func pieces(of bytes: [UInt8], sizeBytes: Int) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: max(bytes.count, 1), by: sizeBytes).map { bytes[$0...].prefix(sizeBytes) }
    }

    private static func salt(_ reader: inout DNSReader) throws(DNSParseError) -> String {
        let salt = try string(&reader)
        return salt.isEmpty ? "-" : hex(salt).uppercased()
    }

    private static func node(_ reader: inout DNSReader) throws(DNSParseError) -> String {
        var groups: [String] = []
        for _ in 0..<4 { groups.append(hex(try reader.bytes(count: 2))) }
        return groups.joined(separator: ":")
    }

    private static func hyphenated(_ reader: inout DNSReader, sizeBytes: Int) throws(DNSParseError) -> String {
        try reader.bytes(count: sizeBytes).map { hex([$0]) }.joined(separator: "-")
    }

    private static func hostIdentity(_ reader: inout DNSReader) throws(DNSParseError) -> [String] {
        let tagSize = Int(try reader.uint8())
        let algorithm = try reader.uint8()
        let keySize = Int(try reader.uint16())
        var words = ["\(algorithm)", hex(try reader.bytes(count: tagSize)), base64(try reader.bytes(count: keySize))]
        while !reader.isAtEnd { words.append(try reader.name().zoneText) }
        return words
    }

    private static func gateway(_ reader: inout DNSReader) throws(DNSParseError) -> [String] {
        let kind = try reader.uint8()
        let algorithm = try reader.uint8()
        return ["\(kind)", "\(algorithm)", try place(of: kind, &reader)]
    }

    private static func relay(_ reader: inout DNSReader) throws(DNSParseError) -> [String] {
        let kind = try reader.uint8()
        return ["\(kind >> 7)", "\(kind & 0x7F)", try place(of: kind & 0x7F, &reader)]
    }

    private static func place(of kind: UInt8, _ reader: inout DNSReader) throws(DNSParseError) -> String {
        switch kind {
        case 1: try address(&reader, sizeBytes: 4)
        case 2: try address(&reader, sizeBytes: 16)
        case 3: try reader.name().zoneText
        default: "."
        }
    }

    private static func time(_ seconds: UInt32) -> String {
        let date = CivilDate(daysSince1970: Int64(seconds) / 86_400)
        let second = Int(seconds % 86_400)
        let numbers = [date.month, date.day, second / 3600, second / 60 % 60, second % 60]
        return CivilDate.digits(date.year, 4) + numbers.map { CivilDate.digits($0, 2) }.joined()
    }

    private static func certificateType(_ number: UInt16) -> String {
        switch number {
        case 1...8: ["PKIX", "SPKI", "PGP", "IPIX", "ISPKI", "IPGP", "ACPKIX", "IACPKIX"][Int(number) - 1]
        case 253: "URI"
        case 254: "OID"
        default: "\(number)"
        }
    }

    private static func algorithm(_ number: UInt8) -> String {
        let names: [UInt8: String] = [
            1: "RSAMD5", 2: "DH", 3: "DSA", 5: "RSASHA1", 6: "DSA-NSEC3-SHA1", 7: "RSASHA1-NSEC3-SHA1", 8: "RSASHA256",
            10: "RSASHA512", 12: "ECC-GOST", 13: "ECDSAP256SHA256", 14: "ECDSAP384SHA384", 15: "ED25519", 16: "ED448",
            252: "INDIRECT", 253: "PRIVATEDNS", 254: "PRIVATEOID",
        ]
        return names[number] ?? "\(number)"
    }
}
