package import Posix

/// Counters of the protocols, named `<protocol>_<field>`: those whose names are wanted.
///
/// The kernel writes the same names in the same order each time. Where the wanted numbers stand is kept from one reading to the
/// next, so that a reading compares the names and looks none of them up.
package struct NetStat: Sendable {
    private let isWanted: @Sendable (String) -> Bool
    /// The wanted names met so far, in the order they were met.
    package private(set) var names: [String] = []
    /// For each of ``names`` the number last read; `nil` while the kernel has none. Only limits are ever negative.
    package private(set) var values: [Double?] = []
    private var indices: [String: Int32] = [:]
    /// What `net/netstat` and `net/snmp` looked like, then `net/snmp6`.
    private var pairs: [[Row]] = [[], []]
    private var lines = NameColumn()

    /// Two lines: their names, and for each of them the index of its value or -1.
    private struct Row {
        /// With the protocol before and the newline after them.
        var names: [UInt8] = []
        var protocolLength = 0
        var indices: [Int32] = []
    }

    /// Lines of a name and a value each.
    private struct NameColumn {
        /// All names in a row, with the blanks before their values.
        var letters: [UInt8] = []
        var rows: [(name: Range<Int>, index: Int32)] = []
    }

    /// Many times what any kernel has; with more, what was learnt is forgotten before the next reading.
    private static let nameLimit = 4096

    /// - Parameter isWanted: whether a name's value is to be kept; asked when the name is first met.
    package init(where isWanted: @escaping @Sendable (String) -> Bool) {
        self.isWanted = isWanted
    }

    /// The number a kernel's counter has; `nil` for a name that is not wanted or not there.
    package func count(_ name: String) -> UInt64? {
        indices[name].flatMap { values[Int($0)] }.flatMap { UInt64(exactly: $0) }
    }

    mutating func startReading() {
        if names.count > Self.nameLimit { self = NetStat(where: isWanted) }
        for index in values.indices { values[index] = nil }
    }

    /// Pairs of lines, `Tcp: <names>` then `Tcp: <values>`, as many of the one as of the other.
    /// - Parameter file: 0 for `net/netstat`, 1 for `net/snmp`.
    mutating func takePairs(_ bytes: Span<UInt8>, file: Int) throws(Malformed) {
        guard !bytes.isEmpty else { throw Malformed(offset: 0) }
        var offset = 0
        var row = 0
        while offset < bytes.count {
            let start = offset
            if row < pairs[file].count, bytes.holds(pairs[file][row].names, at: offset) {
                offset += pairs[file][row].names.count
            } else {
                let learnt = try learn(bytes, &offset)
                pairs[file].removeSubrange(min(row, pairs[file].count)...)
                pairs[file].append(learnt)
            }
            try takeValues(of: start, bytes, &offset, as: pairs[file][row])
            row += 1
        }
    }

    private mutating func takeValues(of names: Int, _ bytes: Span<UInt8>, _ offset: inout Int, as row: Row) throws(Malformed) {
        let line = offset
        // Up to the blank after the colon.
        for step in 0...row.protocolLength + 1 {
            guard offset + step < bytes.count, bytes[offset + step] == row.names[step] else { throw Malformed(offset: line) }
        }
        offset += row.protocolLength + 1
        for index in row.indices {
            if index < 0 {
                try bytes.skipInteger(&offset)
            } else {
                values[Int(index)] = try bytes.integer(&offset)
            }
        }
        bytes.skipBlanks(&offset)
        guard bytes.isLineEnd(offset) else { throw Malformed(offset: line) }
        bytes.skipLine(&offset)
    }

    private mutating func learn(_ bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) -> Row {
        var row = Row()
        let start = offset
        let proto = try bytes.word(&offset, before: ":")
        guard proto.lowerBound == start else { throw Malformed(offset: start) }
        row.protocolLength = proto.count
        let prefix = bytes.string(at: proto) + "_"
        while true {
            let name = bytes.word(&offset)
            if name.isEmpty { break }
            row.indices.append(index(of: prefix + bytes.string(at: name)))
        }
        bytes.skipLine(&offset)
        row.names = (start..<min(offset, bytes.count)).map { bytes[$0] }
        return row
    }

    /// Lines of a name and a value; the protocol is the name's part up to its first 6.
    mutating func takeLines(_ bytes: Span<UInt8>) throws(Malformed) {
        var offset = 0
        var row = 0
        while offset < bytes.count {
            if row < lines.rows.count, bytes.holds(lines.letters, lines.rows[row].name, at: offset) {
                offset += lines.rows[row].name.count
            } else {
                try learn(bytes, &offset, row)
            }
            let index = lines.rows[row].index
            if index < 0 { try bytes.skipInteger(&offset) } else { values[Int(index)] = try bytes.integer(&offset) }
            bytes.skipLine(&offset)
            row += 1
        }
    }

    private mutating func learn(_ bytes: Span<UInt8>, _ offset: inout Int, _ row: Int) throws(Malformed) {
        let line = offset
        let name = bytes.word(&offset)
        bytes.skipBlanks(&offset)
        guard let six = name.first(where: { bytes[$0] == UInt8(ascii: "6") }), offset > name.upperBound else {
            throw Malformed(offset: name.lowerBound)
        }
        if row < lines.rows.count {
            lines.letters.removeSubrange(lines.rows[row].name.lowerBound...)
            lines.rows.removeSubrange(row...)
        }
        let start = lines.letters.count
        for offset in line..<offset { lines.letters.append(bytes[offset]) }
        let full = bytes.string(at: name.lowerBound..<six + 1) + "_" + bytes.string(at: six + 1..<name.upperBound)
        lines.rows.append((start..<lines.letters.count, index(of: full)))
    }

    private mutating func index(of name: String) -> Int32 {
        if let index = indices[name] { return index }
        guard isWanted(name) else { return -1 }
        let index = Int32(clamping: names.count)
        indices[name] = index
        names.append(name)
        values.append(nil)
        return index
    }
}

extension Span where Element == UInt8 {
    /// The next word as a decimal number that may have a minus: the double nearest to it.
    fileprivate func integer(_ offset: inout Int) throws(Malformed) -> Double {
        skipBlanks(&offset)
        guard offset < count, self[offset] == UInt8(ascii: "-") else { return Double(try decimal(&offset)) }
        offset += 1
        guard offset < count, self[offset] > space else { throw Malformed(offset: offset - 1) }
        return -Double(try decimal(&offset))
    }

    /// Moves past the next word, which has to look like a number.
    fileprivate func skipInteger(_ offset: inout Int) throws(Malformed) {
        skipBlanks(&offset)
        let start = offset
        var end = start
        if end < count, self[end] == UInt8(ascii: "-") { end += 1 }
        let digits = end
        while end < count, self[end] &- UInt8(ascii: "0") < 10 { end += 1 }
        guard end > digits, end == count || self[end] <= space else { throw Malformed(offset: start) }
        offset = end
    }
}

extension ProcFS {
    /// Reads `net/netstat`, `net/snmp`, and `net/snmp6` where there is IPv6.
    ///
    /// Counters of the network namespace since boot (kernel: net/ipv4/proc.c, net/ipv6/proc.c).
    /// - Throws: `.read(ENOENT)` in a namespace without IPv4; `.malformed`. Either leaves some values missing.
    package func read(_ netStat: inout NetStat, with reader: inout FileReader) throws(ProcFSError) {
        netStat.startReading()
        try read("net/netstat", with: &reader, extent: .oneRecord) { (bytes) throws(Malformed) in
            try netStat.takePairs(bytes, file: 0)
        }
        try read("net/snmp", with: &reader, extent: .oneRecord) { (bytes) throws(Malformed) in
            try netStat.takePairs(bytes, file: 1)
        }
        _ = try readIfPresent("net/snmp6", with: &reader, extent: .oneRecord) { (bytes) throws(Malformed) in
            try netStat.takeLines(bytes)
        }
    }
}
