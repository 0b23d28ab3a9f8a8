/// Resource record.
package struct DNSRecord: Hashable, Sendable {
    /// Owner of the record.
    package var name: DNSName
    /// Class of the record; decides with the type how the data is read.
    package var `class`: DNSClass
    /// 0...2³¹−1; a parsed value beyond that counts as 0 (RFC 2181 section 8).
    package var ttlSeconds: UInt32
    /// What it says.
    package var data: DNSData

    /// Record of the Internet, unless told.
    package init(name: DNSName, class: DNSClass = .internet, ttlSeconds: UInt32, data: DNSData) {
        self.name = name
        self.class = `class`
        self.ttlSeconds = ttlSeconds
        self.data = data
    }

    /// Type of the data.
    package var type: DNSType { data.type }
}

extension DNSRecord {
    /// Reads what follows a record's name and type.
    init(name: DNSName, type: DNSType, _ reader: inout DNSReader) throws(DNSParseError) {
        self.name = name
        `class` = DNSClass(rawValue: try reader.uint16())
        let ttl = try reader.uint32()
        ttlSeconds = ttl > UInt32(Int32.max) ? 0 : ttl
        var part = try reader.part(sizeBytes: Int(reader.uint16()))
        data = try DNSData(type: type, class: `class`, &part)
    }

    func write(to writer: inout DNSWriter) {
        writer.name(name)
        writer.uint16(type.rawValue)
        writer.uint16(`class`.rawValue)
        writer.uint32(ttlSeconds)
        writer.sized { data.write(to: &$0) }
    }
}
