package import Posix

/// What connection tracking has done since boot, over all processors.
package struct ConntrackStatistics: Equatable, Sendable {
    /// Searches that found their entry.
    package private(set) var found: UInt64 = 0
    /// Packets that cannot be tracked.
    package private(set) var invalid: UInt64 = 0
    /// Packets that were not to be tracked, or were already.
    package private(set) var ignore: UInt64 = 0
    package private(set) var insert: UInt64 = 0
    /// Mostly because an equal entry was there first.
    package private(set) var insertFailed: UInt64 = 0
    /// Packets dropped for want of an entry or by a protocol's helper.
    package private(set) var drop: UInt64 = 0
    /// Entries thrown out to make room.
    package private(set) var earlyDrop: UInt64 = 0
    /// Searches begun again because the table changed its size.
    package private(set) var searchRestart: UInt64 = 0

    /// A line of names, then one line of 16 or 17 hexadecimal numbers for each processor.
    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        var offset = 0
        guard bytes.isText("entries", startingAt: 0) else { throw Malformed(offset: 0) }
        bytes.skipLine(&offset)
        while offset < bytes.count {
            let start = offset
            let columns = try take(bytes, &offset)
            guard columns == 16 || columns == 17 else { throw Malformed(offset: start) }
            bytes.skipLine(&offset)
        }
    }

    /// Adds the row at `offset` and gives the number of its columns.
    private mutating func take(_ bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) -> Int {
        var column = 0
        while true {
            let word = bytes.word(&offset)
            if word.isEmpty { return column }
            let value = try bytes.hexadecimal(in: word)
            switch column {
            case 2: found &+= value
            case 4: invalid &+= value
            case 5: ignore &+= value
            case 8: insert &+= value
            case 9: insertFailed &+= value
            case 10: drop &+= value
            case 11: earlyDrop &+= value
            case 16: searchRestart &+= value
            default: break
            }
            column += 1
        }
    }
}

extension ProcFS {
    /// Reads `net/stat/nf_conntrack` (kernel: net/netfilter/nf_conntrack_standalone.c).
    ///
    /// `nil` while connection tracking is not loaded, or in a kernel built without this file.
    package func conntrackStatistics(with reader: inout FileReader) throws(ProcFSError) -> ConntrackStatistics? {
        try readIfPresent("net/stat/nf_conntrack", with: &reader) { (bytes) throws(Malformed) in
            try ConntrackStatistics(parsing: bytes)
        }
    }
}
