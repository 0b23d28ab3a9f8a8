extension DNSMessage {
    /// Message from its wire form.
    ///
    /// Bytes after the last record are ignored. Of a message with the truncated flag that breaks off inside its records, those before
    /// the break are kept: what matters is to see the flag.
    package init(parsing bytes: [UInt8]) throws(DNSParseError) {
        var reader = DNSReader(bytes)
        let id = try reader.uint16()
        let word = try reader.uint16()
        // Record counts are claims: nothing is set aside for them, and each record takes bytes that must be there.
        let counts = (
            questions: try reader.uint16(), answers: try reader.uint16(), authority: try reader.uint16(),
            additional: try reader.uint16()
        )
        self.init(
            id: id, flags: Flags(rawValue: word).intersection(.all), opcode: UInt8(word >> 11 & 15),
            responseCode: DNSResponseCode(rawValue: word & 15))
        for _ in 0..<counts.questions {
            questions.append(
                DNSQuestion(
                    name: try reader.name(), type: DNSType(rawValue: try reader.uint16()),
                    class: DNSClass(rawValue: try reader.uint16())))
        }
        do throws(DNSParseError) {
            for _ in 0..<counts.answers { answers.append(try Self.record(&reader)) }
            for _ in 0..<counts.authority { authority.append(try Self.record(&reader)) }
            for _ in 0..<counts.additional { try parseAdditional(&reader) }
        } catch .truncated where flags.contains(.truncated) {}
    }

    private static func record(_ reader: inout DNSReader) throws(DNSParseError) -> DNSRecord {
        try DNSRecord(name: reader.name(), type: DNSType(rawValue: reader.uint16()), &reader)
    }

    private mutating func parseAdditional(_ reader: inout DNSReader) throws(DNSParseError) {
        let name = try reader.name()
        let type = DNSType(rawValue: try reader.uint16())
        guard type == .opt else {
            additional.append(try DNSRecord(name: name, type: type, &reader))
            return
        }
        guard edns == nil else { throw .duplicateOPT }
        guard name == .root else { throw .malformedData(.opt) }
        let (parsed, extendedCode) = try DNSEDNS.parse(&reader)
        edns = parsed
        responseCode = DNSResponseCode(rawValue: UInt16(extendedCode) << 4 | responseCode.rawValue)
    }

    /// Wire form, without a TCP frame's size; the OPT record comes last.
    package func serialize(compressingNames: Bool = true) -> [UInt8] {
        var writer = DNSWriter(compressingNames: compressingNames)
        writer.uint16(id)
        writer.uint16(flags.rawValue | UInt16(opcode & 15) << 11 | responseCode.rawValue & 15)
        for count in [questions.count, answers.count, authority.count, additional.count + (edns == nil ? 0 : 1)] {
            writer.uint16(UInt16(count))
        }
        for question in questions {
            writer.name(question.name)
            writer.uint16(question.type.rawValue)
            writer.uint16(question.class.rawValue)
        }
        for record in answers + authority + additional { record.write(to: &writer) }
        edns?.write(to: &writer, extendedCode: UInt8(truncatingIfNeeded: responseCode.rawValue >> 4))
        return writer.message
    }
}
