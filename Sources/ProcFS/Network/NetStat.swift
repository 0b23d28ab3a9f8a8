package import Posix

/// The counters of `net/netstat`, `net/snmp` and `net/snmp6` we know, named `<protocol>_<field>`.
package enum NetStat {
    /// The usual names first, then those that only our own diagnosis asks for.
    package static let table = FieldTable(usual + ["TcpExt_TCPReqQFullDrop"])

    /// Number of the table's names that are usual.
    package static let usualCount = usual.count

    /// What tells a healthy network stack from an ailing one: node_exporter's choice.
    private static let usual = [
        "Icmp6_InErrors", "Icmp6_InMsgs", "Icmp6_OutMsgs", "Icmp_InErrors", "Icmp_InMsgs", "Icmp_OutMsgs", "Ip6_InOctets",
        "Ip6_OutOctets", "IpExt_InOctets", "IpExt_OutOctets", "Ip_Forwarding", "TcpExt_ListenDrops", "TcpExt_ListenOverflows",
        "TcpExt_SyncookiesFailed", "TcpExt_SyncookiesRecv", "TcpExt_SyncookiesSent", "TcpExt_TCPOFOQueue", "TcpExt_TCPRcvQDrop",
        "TcpExt_TCPSynRetrans", "TcpExt_TCPTimeouts", "Tcp_ActiveOpens", "Tcp_CurrEstab", "Tcp_InErrs", "Tcp_InSegs",
        "Tcp_OutRsts", "Tcp_OutSegs", "Tcp_PassiveOpens", "Tcp_RetransSegs", "Udp6_InDatagrams", "Udp6_InErrors", "Udp6_NoPorts",
        "Udp6_OutDatagrams", "Udp6_RcvbufErrors", "Udp6_SndbufErrors", "UdpLite6_InErrors", "UdpLite_InErrors", "Udp_InDatagrams",
        "Udp_InErrors", "Udp_NoPorts", "Udp_OutDatagrams", "Udp_RcvbufErrors", "Udp_SndbufErrors",
    ]

    /// Pairs of lines, `Tcp: <names>` then `Tcp: <values>`, as many of the one as of the other.
    static func parsePairs(_ bytes: Span<UInt8>, into values: inout FieldValues) throws(Malformed) {
        guard !bytes.isEmpty else { throw Malformed(offset: 0) }
        var names = 0
        while names < bytes.count {
            let proto = try bytes.word(&names, before: ":")
            var numbers = names
            bytes.skipLine(&numbers)
            let again = try bytes.word(&numbers, before: ":")
            guard bytes.isSame(proto, again) else { throw Malformed(offset: again.lowerBound) }
            while true {
                let name = bytes.word(&names)
                if name.isEmpty { break }
                if let index = table.index(of: name, in: proto, bytes) {
                    values[index] = try bytes.decimal(&numbers)
                } else if bytes.word(&numbers).isEmpty {
                    // A value we do not want may be negative, as Tcp's MaxConn is, but has to be there.
                    throw Malformed(offset: again.lowerBound)
                }
            }
            bytes.skipBlanks(&numbers)
            guard bytes.isLineEnd(numbers) else { throw Malformed(offset: again.lowerBound) }
            bytes.skipLine(&numbers)
            names = numbers
        }
    }

    /// Lines of a name and a value; the protocol is the name's part up to its first 6.
    static func parseLines(_ bytes: Span<UInt8>, into values: inout FieldValues) throws(Malformed) {
        var offset = 0
        while offset < bytes.count {
            let name = bytes.word(&offset)
            guard let six = name.first(where: { bytes[$0] == UInt8(ascii: "6") }) else {
                throw Malformed(offset: name.lowerBound)
            }
            let value = try bytes.decimal(&offset)
            if let index = table.index(of: six + 1..<name.upperBound, in: name.lowerBound..<six + 1, bytes) {
                values[index] = value
            }
            bytes.skipLine(&offset)
        }
    }
}

extension Span where Element == UInt8 {
    fileprivate func isSame(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        guard left.count == right.count else { return false }
        for step in 0..<left.count where self[left.lowerBound + step] != self[right.lowerBound + step] { return false }
        return true
    }
}

extension ProcFS {
    /// Reads `net/netstat`, `net/snmp`, and `net/snmp6` where there is IPv6: see ``NetStat``.
    ///
    /// Counters of the network namespace since boot (kernel: net/ipv4/proc.c, net/ipv6/proc.c).
    package func netStat(with reader: inout FileReader) throws(ProcFSError) -> FieldValues {
        var values = FieldValues(of: NetStat.table)
        for file in ["net/netstat", "net/snmp"] {
            try read(file, with: &reader) { (bytes) throws(Malformed) in try NetStat.parsePairs(bytes, into: &values) }
        }
        _ = try readIfPresent("net/snmp6", with: &reader) { (bytes) throws(Malformed) in
            try NetStat.parseLines(bytes, into: &values)
        }
        return values
    }
}
