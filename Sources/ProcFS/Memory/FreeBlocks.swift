package import Posix

/// Free memory of one zone, by the size of its blocks.
package struct FreeBlocks: Equatable, Sendable {
    /// NUMA node the zone is of.
    package let node: String
    /// Zone, such as `Normal`.
    package let zone: String
    /// Number of free blocks of 1, 2, 4, … pages.
    package let counts: [UInt64]

    /// Lines such as `Node 0, zone   Normal   4381   1093 …`, all with as many counts as the first.
    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> [FreeBlocks] {
        var zones: [FreeBlocks] = []
        var offset = 0
        while offset < bytes.count {
            let start = offset
            let zone = try FreeBlocks(parsing: bytes, &offset)
            guard !zone.counts.isEmpty, zone.counts.count == zones.first?.counts.count ?? zone.counts.count else {
                throw Malformed(offset: start)
            }
            zones.append(zone)
            bytes.skipLine(&offset)
        }
        return zones
    }

    private init(parsing bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        let heading = bytes.word(&offset)
        guard bytes.isText("Node", at: heading) else { throw Malformed(offset: heading.lowerBound) }
        node = bytes.string(at: try bytes.word(&offset, before: ","))
        let word = bytes.word(&offset)
        guard bytes.isText("zone", at: word) else { throw Malformed(offset: word.lowerBound) }
        zone = bytes.string(at: bytes.word(&offset))
        var counts: [UInt64] = []
        bytes.skipBlanks(&offset)
        while !bytes.isLineEnd(offset) {
            counts.append(try bytes.decimal(&offset))
            bytes.skipBlanks(&offset)
        }
        self.counts = counts
    }
}

extension ProcFS {
    /// Reads `buddyinfo` (kernel: Documentation/filesystems/proc.rst).
    package func freeBlocks(with reader: inout FileReader) throws(ProcFSError) -> [FreeBlocks] {
        try read("buddyinfo", with: &reader) { (bytes) throws(Malformed) in try FreeBlocks.parse(bytes) }
    }
}
