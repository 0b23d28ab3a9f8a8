package import Posix

/// What one disk or partition has done since it came.
package struct DiskStat: Sendable {
    /// Which of the file's lines it is, from 0.
    package let position: Int
    /// How many of the columns this kernel has: 11, 15 since Linux 4.18, 17 since 5.5.
    package let columnCount: Int
    /// The columns, in ``Column``'s order; 0 for those this kernel lacks.
    package let columns: InlineArray<17, UInt64>

    /// The columns of the file after a disk's name: requests, sectors of 512 bytes, or milliseconds (kernel:
    /// Documentation/admin-guide/iostats.rst).
    package enum Column: Int, CaseIterable, Sendable {
        case reads, readsMerged, sectorsRead, readMilliseconds
        case writes, writesMerged, sectorsWritten, writeMilliseconds
        case inFlight, busyMilliseconds, weightedMilliseconds
        case discards, discardsMerged, sectorsDiscarded, discardMilliseconds
        case flushes, flushMilliseconds
    }

    /// A disk as the kernel names it.
    package struct Name: Sendable {
        /// Which of the file's lines it is, from 0.
        package let position: Int
        /// Number of the device.
        package let major, minor: UInt32
        /// Where its name is in the file's bytes; never empty.
        package let range: Range<Int>
    }

    /// The fewest columns a disk has. Partitions had four before Linux 2.6.25.
    private static let fewestColumns = 11

    /// Lines of a device's numbers, its name, and its columns. Of a line that `isWanted` turns down no more is parsed; one with
    /// fewer columns than any disk's is passed over.
    static func parse(_ bytes: Span<UInt8>, where isWanted: (Name, Span<UInt8>) -> Bool) throws(Malformed) -> [DiskStat] {
        var disks: [DiskStat] = []
        var offset = 0
        var position = 0
        while offset < bytes.count {
            let name = try Name(position: position, parsing: bytes, &offset)
            if isWanted(name, bytes), let disk = try DiskStat(position: position, parsing: bytes, &offset) { disks.append(disk) }
            bytes.skipLine(&offset)
            position += 1
        }
        return disks
    }

    private init?(position: Int, parsing bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        var columns = InlineArray<17, UInt64>(repeating: 0)
        var count = 0
        bytes.skipBlanks(&offset)
        while count < columns.count, !bytes.isLineEnd(offset) {
            columns[count] = try bytes.decimal(&offset)
            count += 1
            bytes.skipBlanks(&offset)
        }
        guard count >= Self.fewestColumns else { return nil }
        self.position = position
        self.columns = columns
        columnCount = count
    }

    /// The column's value; `nil` when this kernel lacks it.
    package subscript(column: Column) -> UInt64? {
        column.rawValue < columnCount ? columns[column.rawValue] : nil
    }
}

extension DiskStat.Name {
    fileprivate init(position: Int, parsing bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        self.position = position
        let start = offset
        let major = UInt32(exactly: try bytes.decimal(&offset))
        let minor = UInt32(exactly: try bytes.decimal(&offset))
        range = bytes.word(&offset)
        guard let major, let minor, !range.isEmpty else { throw Malformed(offset: start) }
        self.major = major
        self.minor = minor
    }
}

extension ProcFS {
    /// Reads `diskstats` (kernel: block/genhd.c): disks and partitions, in the kernel's order.
    ///
    /// - Parameter isWanted: given each one's name and the file's bytes, whether to parse it.
    package func diskStats(
        with reader: inout FileReader, where isWanted: (DiskStat.Name, Span<UInt8>) -> Bool
    ) throws(ProcFSError) -> [DiskStat] {
        try read("diskstats", with: &reader, limit: Self.largeLimit) { (bytes) throws(Malformed) in
            try DiskStat.parse(bytes, where: isWanted)
        }
    }
}
