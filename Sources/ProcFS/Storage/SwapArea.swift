package import Posix

/// One file or device that memory is swapped to.
package struct SwapArea: Equatable, Sendable {
    /// Its path in the kernel's spelling: a space in it is `\040`.
    package let path: String
    /// `partition` or `file`.
    package let type: String
    /// How much it holds, and how much it has.
    package let sizeBytes, usedBytes: UInt64
    /// The highest is filled first; negative where nobody chose one.
    package let priority: Int64

    /// A line of headings, then one line for each.
    static func parse(_ bytes: Span<UInt8>) throws(Malformed) -> [SwapArea] {
        var areas: [SwapArea] = []
        var offset = 0
        guard bytes.isText("Filename", at: bytes.word(&offset)) else { throw Malformed(offset: 0) }
        bytes.skipLine(&offset)
        while offset < bytes.count {
            areas.append(try SwapArea(parsing: bytes, &offset))
            bytes.skipLine(&offset)
        }
        return areas
    }
}

extension SwapArea {
    fileprivate init(parsing bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        let start = offset
        path = bytes.string(at: bytes.word(&offset))
        type = bytes.string(at: bytes.word(&offset))
        sizeBytes = try bytes.kibibytes(&offset)
        usedBytes = try bytes.kibibytes(&offset)
        priority = try bytes.integer(in: bytes.word(&offset))
        guard !path.isEmpty, !type.isEmpty else { throw Malformed(offset: start) }
    }
}

extension Span where Element == UInt8 {
    fileprivate func kibibytes(_ offset: inout Int) throws(Malformed) -> UInt64 {
        let start = offset
        let (sizeBytes, overflow) = try decimal(&offset).multipliedReportingOverflow(by: 1024)
        guard !overflow else { throw Malformed(offset: start) }
        return sizeBytes
    }
}

extension ProcFS {
    /// Reads `swaps` (kernel: mm/swapfile.c), in the order of their priority; none on a host that swaps to nothing.
    package func swapAreas(with reader: inout FileReader) throws(ProcFSError) -> [SwapArea] {
        try read("swaps", with: &reader) { (bytes) throws(Malformed) in try SwapArea.parse(bytes) }
    }
}
