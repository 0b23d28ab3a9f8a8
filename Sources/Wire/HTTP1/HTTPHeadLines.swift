/// Lines of a head out of a growing buffer; no byte is looked at twice.
struct HTTPHeadLines: Sendable {
    let limits: HTTPLimits
    /// RFC 9112 section 2.2 lets a recipient take a lone LF for a line end. Where an intermediary and we could differ on where
    /// a message ends, that is a smuggling vector.
    let toleratesBareLineFeed: Bool
    /// Start of the first line not yet returned.
    private(set) var lineStart = 0
    private var scanned = 0

    init(limits: HTTPLimits, toleratesBareLineFeed: Bool) {
        self.limits = limits
        self.toleratesBareLineFeed = toleratesBareLineFeed
    }

    /// Next line without its end; `nil` when it goes on past the input.
    /// - Throws: `.headTooLarge`, `.bareLineFeed`.
    mutating func next(in input: Span<UInt8>) throws(HTTPParseError) -> Range<Int>? {
        let end = min(input.count, limits.maxHeadBytes)
        var index = scanned
        while index < end, input[index] != HTTPByte.lineFeed { index += 1 }
        scanned = index
        guard index < end else {
            if index >= limits.maxHeadBytes { throw .headTooLarge }
            return nil
        }
        let start = lineStart
        scanned = index + 1
        lineStart = scanned
        if index > start, input[index - 1] == HTTPByte.carriageReturn { return start..<index - 1 }
        guard toleratesBareLineFeed else { throw .bareLineFeed }
        return start..<index
    }

    /// Reads field lines into `fields`.
    /// - Returns: Whether the head ended.
    mutating func readFields(from input: Span<UInt8>, into fields: inout HTTPFields) throws(HTTPParseError) -> Bool {
        while let line = try next(in: input) {
            if line.isEmpty { return true }
            guard fields.lines.count < limits.maxFieldCount else { throw .tooManyFields }
            fields.append(parsed: try HTTPFields.Line(parsing: input.extracting(line)))
        }
        return false
    }
}

extension HTTPFields.Line {
    /// Field line of RFC 9112 section 5, its line end gone.
    ///
    /// A folded line (section 5.2) begins with whitespace and so has no name: it is refused in responses too, where an agent may
    /// unfold it; no peer of ours folds.
    init(parsing line: Span<UInt8>) throws(HTTPParseError) {
        var colon = 0
        while colon < line.count, HTTPByte.isToken(line[colon]) { colon += 1 }
        guard colon > 0, colon < line.count, line[colon] == HTTPByte.colon else { throw .badFieldLine }
        var start = colon + 1
        var end = line.count
        while start < end, HTTPByte.isWhitespace(line[start]) { start += 1 }
        while start < end, HTTPByte.isWhitespace(line[end - 1]) { end -= 1 }
        for index in start..<end where !HTTPByte.isFieldValue(line[index]) { throw .badFieldLine }
        self.init(
            name: String(peerBytes: line.extracting(0..<colon)), value: String(peerBytes: line.extracting(start..<end)))
    }
}
