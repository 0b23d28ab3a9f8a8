/// A kernel file with a column for each processor: a heading of `CPU0 CPU1 …`, then lines of `<name>: <counts>` and perhaps more.
struct ProcessorTable {
    /// The columns' processors, ascending.
    let processors: [Int]

    /// Reads the heading and moves past its line.
    init(parsingHeading bytes: Span<UInt8>, _ offset: inout Int) throws(Malformed) {
        var processors: [Int] = []
        while true {
            let word = bytes.word(&offset)
            if word.isEmpty { break }
            guard word.count > 3, bytes.isText("CPU", startingAt: word.lowerBound) else {
                throw Malformed(offset: word.lowerBound)
            }
            var number = word.lowerBound + 3
            let processor = Int(clamping: try bytes.decimal(&number))
            guard processor > processors.last ?? -1 else { throw Malformed(offset: word.lowerBound) }
            processors.append(processor)
        }
        guard !processors.isEmpty else { throw Malformed(offset: 0) }
        bytes.skipLine(&offset)
        self.processors = processors
    }

    /// Reads a line's name, up to its colon, and moves past that: the counts may follow without a blank.
    func name(_ offset: inout Int, _ bytes: Span<UInt8>) throws(Malformed) -> Range<Int> {
        bytes.skipBlanks(&offset)
        let start = offset
        while !bytes.isLineEnd(offset), bytes[offset] != UInt8(ascii: ":") { offset += 1 }
        guard offset > start, !bytes.isLineEnd(offset) else { throw Malformed(offset: start) }
        offset += 1
        return start..<offset - 1
    }

    /// Appends a count for each processor.
    func counts(_ offset: inout Int, _ bytes: Span<UInt8>, into counts: inout [UInt64]) throws(Malformed) {
        for _ in processors { counts.append(try bytes.decimal(&offset)) }
    }
}
