package import Posix

/// The fields of `net/sockstat` and `net/sockstat6`, named `<protocol>_<field>`.
package enum SockStat {
    /// `mem` counts pages, `memory` bytes, the others sockets (or fragment queues).
    package static let table = FieldTable([
        "sockets_used", "TCP_inuse", "TCP_orphan", "TCP_tw", "TCP_alloc", "TCP_mem", "UDP_inuse", "UDP_mem", "UDPLITE_inuse",
        "RAW_inuse", "FRAG_inuse", "FRAG_memory", "TCP6_inuse", "UDP6_inuse", "UDPLITE6_inuse", "RAW6_inuse", "FRAG6_inuse",
        "FRAG6_memory",
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
    /// Reads `net/sockstat`, and `net/sockstat6` where there is IPv6 (kernel: net/ipv4/proc.c, net/ipv6/proc.c): see ``SockStat``.
    package func sockStat(with reader: inout FileReader) throws(ProcFSError) -> FieldValues {
        var values = FieldValues(of: SockStat.table)
        try read("net/sockstat", with: &reader) { (bytes) throws(Malformed) in try SockStat.parse(bytes, into: &values) }
        _ = try readIfPresent("net/sockstat6", with: &reader) { (bytes) throws(Malformed) in
            try SockStat.parse(bytes, into: &values)
        }
        return values
    }
}
