package import Posix

/// The fields of `net/sockstat` and `net/sockstat6`, named `<protocol>_<field>`.
package enum SockStat {
    /// `mem` counts pages, `memory` bytes, the others sockets (or fragment queues).
    package static let table = FieldTable([
        "FRAG6_inuse", "FRAG6_memory", "FRAG_inuse", "FRAG_memory", "RAW6_inuse", "RAW_inuse", "TCP6_inuse", "TCP_alloc",
        "TCP_inuse", "TCP_mem", "TCP_orphan", "TCP_tw", "UDP6_inuse", "UDPLITE6_inuse", "UDPLITE_inuse", "UDP_inuse", "UDP_mem",
        "sockets_used",
    ])

    static func parse(_ bytes: Span<UInt8>, into values: inout FieldValues) throws(Malformed) {
        guard !bytes.isEmpty else { throw Malformed(offset: 0) }
        var offset = 0
        while offset < bytes.count {
            let proto = try bytes.word(&offset, before: ":")
            while true {
                let field = bytes.word(&offset)
                if field.isEmpty { break }
                let value = try bytes.decimal(&offset)
                if let index = table.index(of: field, in: proto, bytes) { values[index] = value }
            }
            bytes.skipLine(&offset)
        }
    }
}

extension ProcFS {
    /// Reads `net/sockstat` and `net/sockstat6` (kernel: net/ipv4/proc.c, net/ipv6/proc.c): see ``SockStat``.
    ///
    /// A namespace has those of its families; what it lacks is `nil`.
    package func sockStat(with reader: inout FileReader) throws(ProcFSError) -> FieldValues {
        var values = FieldValues(of: SockStat.table)
        for file in ["net/sockstat", "net/sockstat6"] {
            _ = try readIfPresent(file, with: &reader, extent: .oneRecord) { (bytes) throws(Malformed) in
                try SockStat.parse(bytes, into: &values)
            }
        }
        return values
    }
}
