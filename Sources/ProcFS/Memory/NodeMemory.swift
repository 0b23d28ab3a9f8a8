package import Posix

/// Memory of one NUMA node.
package struct NodeMemory: Equatable, Sendable {
    /// The node's number.
    package let node: String
    /// Sizes in bytes and counts of huge pages, in the kernel's order; `Active(anon)` is called `Active_anon`.
    package let fields: [Field]
    /// Pages given out since boot, by whether they lay where they were wanted.
    package let statistics: [Field]

    /// A line of a file.
    package struct Field: Equatable, Sendable {
        /// Letters, digits and underscores.
        package let name: String
        /// In bytes, where the file has kB.
        package let value: UInt64
    }

    /// Lines such as `Node 0 Active(anon):  1620 kB`.
    static func parseFields(_ bytes: Span<UInt8>) throws(Malformed) -> [Field] {
        try bytes.fields { (offset) throws(Malformed) in
            let heading = bytes.word(&offset)
            guard bytes.isText("Node", at: heading) else { throw Malformed(offset: heading.lowerBound) }
            _ = try bytes.decimal(&offset)
            let name = bytes.string(at: try bytes.word(&offset, before: ":"))
            let value = try bytes.decimal(&offset)
            let unit = bytes.word(&offset)
            guard !unit.isEmpty else { return (name, value) }
            let (scaled, overflow) = value.multipliedReportingOverflow(by: 1024)
            guard !overflow, bytes.isText("kB", at: unit) else { throw Malformed(offset: unit.lowerBound) }
            return (name, scaled)
        }
    }

    /// Lines such as `numa_hit 26720946761`.
    static func parseStatistics(_ bytes: Span<UInt8>) throws(Malformed) -> [Field] {
        try bytes.fields { (offset) throws(Malformed) in
            let name = bytes.string(at: bytes.word(&offset))
            return (name, try bytes.decimal(&offset))
        }
    }
}

extension Span where Element == UInt8 {
    /// One field of each line that is not empty; no name comes twice.
    fileprivate func fields(
        _ parseLine: (inout Int) throws(Malformed) -> (name: String, value: UInt64)
    ) throws(Malformed) -> [NodeMemory.Field] {
        var fields: [NodeMemory.Field] = []
        var seen: Set<String> = []
        var offset = 0
        while offset < count {
            skipBlanks(&offset)
            if !isLineEnd(offset) {
                let start = offset
                let (name, value) = try parseLine(&offset)
                let plain = name.replacing("(", with: "_").replacing(")", with: "")
                guard plain.utf8.allSatisfy(\.isNameByte), seen.insert(plain).inserted else { throw Malformed(offset: start) }
                fields.append(NodeMemory.Field(name: plain, value: value))
            }
            skipLine(&offset)
        }
        return fields
    }
}

extension SysFS {
    /// Reads `devices/system/node/node*/meminfo` and `numastat` (kernel: Documentation/admin-guide/numastat.rst).
    ///
    /// None on a host without NUMA.
    package func nodeMemory(with reader: inout FileReader) throws(ProcFSError) -> [NodeMemory] {
        let directory = "devices/system/node"
        var nodes: [NodeMemory] = []
        for name in try names(in: directory) where name.hasPrefix("node") {
            let number = name.dropFirst(4)
            guard !number.isEmpty, number.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) else { continue }
            nodes.append(
                NodeMemory(
                    node: String(number),
                    fields: try read("\(directory)/\(name)/meminfo", with: &reader) { (bytes) throws(Malformed) in
                        try NodeMemory.parseFields(bytes)
                    },
                    statistics: try read("\(directory)/\(name)/numastat", with: &reader) { (bytes) throws(Malformed) in
                        try NodeMemory.parseStatistics(bytes)
                    }))
        }
        return nodes
    }
}
