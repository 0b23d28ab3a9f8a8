extension DNSRecord {
    /// The record as a line of a zone file: name, TTL, class and type with tabs between them, then the data (RFC 1035 section 5.1).
    ///
    /// Of a type unknown to us, or whose data does not have its type's shape, it is RFC 3597's: `TYPE65280`, `\# 2 abcd`.
    package var zoneText: String {
        var writer = DNSWriter(compressingNames: false)
        data.write(to: &writer)
        let owner = "\(name.zoneText)\t\(ttlSeconds)\t"
        var reader = DNSReader(writer.message)
        if let fields = DNSDataLayout.fields(of: type), let words = try? DNSDataText.words(of: fields, &reader), reader.isAtEnd {
            return "\(owner)\(`class`)\t\(type)\t\(words.joined(separator: " "))"
        }
        let hex = DNSDataText.hex(writer.message)
        return "\(owner)CLASS\(`class`.rawValue)\tTYPE\(type.rawValue)\t\\# \(writer.message.count) \(hex)"
    }
}

extension DNSName {
    /// The name as zone files have it: with the final dot, and what means something there escaped.
    package var zoneText: String {
        guard self != .root else { return "." }
        return labels.map { label in label.map(Self.zoneEscape).joined() + "." }.joined()
    }

    private static func zoneEscape(_ byte: UInt8) -> String {
        switch byte {
        case _ where " .'@;()\"\\".utf8.contains(byte): "\\\(Unicode.Scalar(byte))"
        default: DNSDataText.character(byte)
        }
    }
}
