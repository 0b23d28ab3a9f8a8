/// The fields a type's data is made of, in the order they stand on the wire.
///
/// One table serves two ends: names that a server compressed are found in it, and the zone-file text is written from it.
enum DNSDataLayout {
    /// A field, and how zone files write it.
    enum Field: Hashable {
        case uint8, uint16, uint32
        case name
        case ip4, ip6
        /// A number of a type, and a set of them (RFC 4034 section 4.1.2).
        case type, types
        /// `YYYYMMDDHHmmSS` (RFC 4034 section 3.2).
        case time
        /// A character string, in quotes; an optional one is empty where it is missing.
        case text, optionalText
        /// All character strings up to the end, in quotes.
        case texts
        /// A character string without quotes.
        case word
        /// All bytes up to the end, in quotes.
        case quoted
        /// All bytes up to the end; long ones in pieces.
        case hex, upperHex, longHex, base64
        /// Bytes after their count: `-` for none (RFC 5155 section 3.3), and in base 32.
        case salt, hash
        /// 64 bits as four groups (RFC 6742).
        case node, upperNode
        /// Six or eight bytes with hyphens (RFC 7043).
        case hardware6, hardware8
        /// Named numbers of CERT (RFC 4398).
        case certificateType, algorithm
        case location
        case prefixes
        case parameters
        /// A kind, one byte, an algorithm's number and the relay or gateway of that kind (RFC 4025, RFC 8777).
        case gateway, relay
        case hostIdentity
    }

    private static let key: [Field] = [.uint16, .uint8, .uint8, .base64]
    private static let digest: [Field] = [.uint16, .uint8, .uint8, .upperHex]
    private static let signature: [Field] = [.type, .uint8, .uint8, .uint32, .time, .time, .uint16, .name, .base64]
    private static let preferredName: [Field] = [.uint16, .name]
    private static let certificate: [Field] = [.uint8, .uint8, .uint8, .hex]
    private static let service: [Field] = [.uint16, .name, .parameters]

    private static let layouts: [String: [Field]] = [
        "A": [.ip4], "NS": [.name], "MD": [.name], "MF": [.name], "CNAME": [.name],
        "SOA": [.name, .name, .uint32, .uint32, .uint32, .uint32, .uint32],
        "MB": [.name], "MG": [.name], "MR": [.name], "PTR": [.name], "HINFO": [.text, .text], "MINFO": [.name, .name],
        "MX": preferredName, "TXT": [.texts], "RP": [.name, .name], "AFSDB": preferredName, "X25": [.word],
        "ISDN": [.text, .optionalText], "RT": preferredName, "NSAP-PTR": [.name], "SIG": signature, "KEY": key,
        "PX": [.uint16, .name, .name], "GPOS": [.word, .word, .word], "AAAA": [.ip6], "LOC": [.location], "NXT": [.name, .types],
        "EID": [.upperHex], "NIMLOC": [.upperHex], "SRV": [.uint16, .uint16, .uint16, .name],
        "NAPTR": [.uint16, .uint16, .text, .text, .text, .name], "KX": preferredName,
        "CERT": [.certificateType, .uint16, .algorithm, .base64], "DNAME": [.name], "APL": [.prefixes], "DS": digest,
        "SSHFP": [.uint8, .uint8, .upperHex], "IPSECKEY": [.uint8, .gateway, .base64], "RRSIG": signature,
        "NSEC": [.name, .types], "DNSKEY": key, "DHCID": [.base64],
        "NSEC3": [.uint8, .uint8, .uint16, .salt, .hash, .types], "NSEC3PARAM": [.uint8, .uint8, .uint16, .salt],
        "TLSA": certificate, "SMIMEA": [.uint8, .uint8, .uint8, .longHex], "HIP": [.hostIdentity], "NINFO": [.texts], "RKEY": key,
        "TALINK": [.name, .name], "CDS": digest, "CDNSKEY": key, "OPENPGPKEY": [.base64], "CSYNC": [.uint32, .uint16, .types],
        "ZONEMD": [.uint32, .uint8, .uint8, .hex], "SVCB": service, "HTTPS": service, "SPF": [.texts], "UINFO": [.text],
        "UID": [.uint32], "GID": [.uint32], "NID": [.uint16, .node], "L32": [.uint16, .ip4], "L64": [.uint16, .upperNode],
        "LP": preferredName, "EUI48": [.hardware6], "EUI64": [.hardware8], "URI": [.uint16, .uint16, .quoted],
        "CAA": [.uint8, .word, .quoted], "AVC": [.texts], "AMTRELAY": [.uint8, .relay], "RESINFO": [.texts], "TA": digest,
        "DLV": digest,
    ]

    private static let byType = Dictionary(
        uniqueKeysWithValues: layouts.compactMap { entry in DNSType(entry.key).map { ($0, entry.value) } })

    /// The fields of a type; `nil` for one whose data is opaque.
    static func fields(of type: DNSType) -> [Field]? {
        byType[type]
    }

    /// The types in whose data a server may compress names, beside those that are read for what they say: no newer ones
    /// (RFC 3597 section 4).
    private static let compressible = Set(
        ["MD", "MF", "MB", "MG", "MR", "MINFO", "RP", "AFSDB", "RT", "NSAP-PTR", "SIG", "PX", "NXT", "NAPTR", "KX"]
            .compactMap { DNSType($0) })

    /// Copies data out of a message with its names written out, as far as the last of them; what follows is left alone.
    static func expanded(_ type: DNSType, _ reader: inout DNSReader) throws(DNSParseError) -> [UInt8] {
        guard compressible.contains(type), let fields = fields(of: type), let last = fields.lastIndex(of: .name) else {
            return try reader.rest()
        }
        var bytes: [UInt8] = []
        for field in fields[...last] {
            switch field {
            case .name: bytes += try reader.name().bytes
            case .text:
                let count = try reader.uint8()
                bytes.append(count)
                bytes += try reader.bytes(count: Int(count))
            case .uint8: bytes.append(try reader.uint8())
            case .uint16, .type: bytes += try reader.bytes(count: 2)
            default: bytes += try reader.bytes(count: 4)
            }
        }
        return try bytes + reader.rest()
    }
}
