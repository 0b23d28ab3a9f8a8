package import Posix

/// Interrupts served since boot, by source and processor.
package struct Interrupts: Equatable, Sendable {
    /// Those online, ascending.
    package let processors: [Int]
    /// In the file's order; totals without a column for each processor are left out.
    package private(set) var sources: [Source] = []
    /// A source's counts after the other's: there may be a thousand sources of hundreds of processors each.
    private var counts: [UInt64] = []

    /// What interrupts.
    package struct Source: Equatable, Sendable {
        /// A number, or the kernel's abbreviation.
        package let name: String
        /// The numbered one's controller; else what the abbreviation stands for.
        package let info: String
        /// The numbered one's line and the drivers that listen, a blank between two words; else empty.
        package let devices: String
    }

    /// The counts of the source at `index`, one for each processor.
    package func counts(ofSource index: Int) -> ArraySlice<UInt64> {
        counts[index * processors.count..<(index + 1) * processors.count]
    }

    /// More than the thousands of lines a host of hundreds of processors has.
    static let limit = 32 << 20

    init(parsing bytes: Span<UInt8>) throws(Malformed) {
        var offset = 0
        let table = try ProcessorTable(parsingHeading: bytes, &offset)
        processors = table.processors
        var names: Set<String> = []
        while offset < bytes.count {
            let range = try table.name(&offset, bytes)
            // `ERR` and `MIS` have one count for all processors and no text.
            if hasText(after: offset, bytes) {
                let name = bytes.string(at: range)
                guard names.insert(name).inserted else { throw Malformed(offset: range.lowerBound) }
                try table.counts(&offset, bytes, into: &counts)
                let isNumber = range.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[$0] }
                let controller = isNumber ? bytes.string(at: bytes.word(&offset)) : nil
                let rest = Self.words(&offset, bytes)
                sources.append(Source(name: name, info: controller ?? rest, devices: controller == nil ? "" : rest))
            }
            bytes.skipLine(&offset)
        }
    }

    private func hasText(after start: Int, _ bytes: Span<UInt8>) -> Bool {
        var offset = start
        for _ in processors where bytes.word(&offset).isEmpty { return false }
        return !bytes.word(&offset).isEmpty
    }

    /// The words up to the line's end, with one blank between two.
    private static func words(_ offset: inout Int, _ bytes: Span<UInt8>) -> String {
        var text = ""
        while true {
            let word = bytes.word(&offset)
            if word.isEmpty { return text }
            if !text.isEmpty { text += " " }
            text += bytes.string(at: word)
        }
    }
}

extension ProcFS {
    /// Reads `interrupts` (kernel: kernel/irq/proc.c and each architecture's own).
    package func interrupts(with reader: inout FileReader) throws(ProcFSError) -> Interrupts {
        try read("interrupts", with: &reader, limit: Interrupts.limit) { (bytes) throws(Malformed) in
            try Interrupts(parsing: bytes)
        }
    }
}
