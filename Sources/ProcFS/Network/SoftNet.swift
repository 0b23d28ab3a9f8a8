package import Posix

/// What one processor did with packets on their way in, since boot; a column this kernel lacks is 0.
package struct SoftNet: Equatable, Sendable {
    /// The processor's number; before Linux 5.14 the row's, which is lower where a processor before it is offline.
    package private(set) var processor: UInt32
    package private(set) var processed: UInt32 = 0
    /// Packets lost to a full backlog.
    package private(set) var dropped: UInt32 = 0
    /// Times work was put off for lack of time or budget.
    package private(set) var timesSqueezed: UInt32 = 0
    /// Times the transmit lock was taken already; always 0 since Linux 4.7.
    package private(set) var collisions: UInt32 = 0
    /// Times another processor woke this one to receive.
    package private(set) var receivedRPS: UInt32 = 0
    /// Times a single flow was held back.
    package private(set) var flowLimitCount: UInt32 = 0
    /// Packets waiting now.
    package private(set) var backlogLength: UInt32 = 0

    private static let leastColumns = 9

    /// One row for each online processor, all with the same number of columns of eight hexadecimal digits.
    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> [SoftNet] {
        var rows: [SoftNet] = []
        var columns = 0
        var offset = 0
        while offset < bytes.count {
            let start = offset
            var row = SoftNet(processor: UInt32(clamping: rows.count))
            let count = try row.take(bytes, &offset)
            guard count >= leastColumns, count == columns || rows.isEmpty else { throw Malformed(offset: start) }
            columns = count
            rows.append(row)
            bytes.skipLine(&offset)
        }
        guard !rows.isEmpty else { throw Malformed(offset: 0) }
        return rows
    }

    /// Takes the row at `offset` and gives the number of its columns.
    private mutating func take(_ bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) -> Int {
        var column = 0
        while true {
            let word = bytes.word(&offset)
            if word.isEmpty { return column }
            guard word.count == 8 else { throw Malformed(offset: word.lowerBound) }
            let value = UInt32(truncatingIfNeeded: try bytes.hexadecimal(in: word))
            switch column {
            case 0: processed = value
            case 1: dropped = value
            case 2: timesSqueezed = value
            case 8: collisions = value
            case 9: receivedRPS = value
            case 10: flowLimitCount = value
            case 11: backlogLength = value
            case 12: processor = value
            default: break
            }
            column += 1
        }
    }
}

extension ProcFS {
    /// Reads `net/softnet_stat` (kernel: net/core/net-procfs.c).
    package func softNet(with reader: inout FileReader) throws(ProcFSError) -> [SoftNet] {
        try read("net/softnet_stat", with: &reader, endsInLine: false) { (bytes) throws(Malformed) in try SoftNet.parse(bytes) }
    }
}
