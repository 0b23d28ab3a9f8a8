/// How the text format is written: names, quoted values, numbers.
///
/// Every function takes the offset to start from and moves it past what it read. All of them stop at a line's end, which the caller
/// made sure there is.
extension Span<UInt8> {
    func isBlank(_ offset: Int) -> Bool { self[offset] == UInt8(ascii: " ") || self[offset] == UInt8(ascii: "\t") }

    func isLineEnd(_ offset: Int) -> Bool { self[offset] == UInt8(ascii: "\n") }

    func skipBlanks(_ offset: inout Int) {
        while isBlank(offset) { offset += 1 }
    }

    func skipLine(_ offset: inout Int) {
        while !isLineEnd(offset) { offset += 1 }
        offset += 1
    }

    /// What is there up to a blank or the line's end; may be empty.
    func word(_ offset: inout Int) -> Range<Int> {
        let start = offset
        while !isBlank(offset), !isLineEnd(offset) { offset += 1 }
        return start..<offset
    }

    /// A label's name, or with colons a metric's; `nil` where none begins.
    func name(_ offset: inout Int, colons: Bool) -> String? {
        let start = offset
        while MetricName.isNameByte(self[offset]) || colons && self[offset] == UInt8(ascii: ":") { offset += 1 }
        guard offset > start, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self[start]) else { return nil }
        return text(in: start..<offset)
    }

    /// The rest of a `HELP` line, unescaped; what is not UTF-8 in it is replaced.
    func help(_ offset: inout Int) throws(ExpositionProblem) -> String {
        let start = offset
        var escapes = false
        while !isLineEnd(offset) {
            if self[offset] == UInt8(ascii: "\\") { escapes = true }
            offset += 1
        }
        guard escapes else { return text(in: start..<offset) }
        return String(decoding: try unescaped(start..<offset), as: UTF8.self)
    }

    /// A label's value between double quotes, unescaped.
    func quoted(_ offset: inout Int) throws(ExpositionProblem) -> String {
        guard self[offset] == UInt8(ascii: "\"") else { throw .quote }
        offset += 1
        let start = offset
        var escapes = false
        while self[offset] != UInt8(ascii: "\"") {
            if self[offset] == UInt8(ascii: "\\") {
                escapes = true
                offset += 1
            }
            guard !isLineEnd(offset) else { throw .quote }
            offset += 1
        }
        defer { offset += 1 }
        guard let text = try? UTF8Span(validating: extracting(start..<offset)) else { throw .notUTF8 }
        return escapes ? String(decoding: try unescaped(start..<offset), as: UTF8.self) : String(copying: text)
    }

    private func unescaped(_ range: Range<Int>) throws(ExpositionProblem) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        var offset = range.lowerBound
        while offset < range.upperBound {
            var byte = self[offset]
            if byte == UInt8(ascii: "\\") {
                offset += 1
                guard offset < range.upperBound else { throw .escape }
                switch self[offset] {
                case UInt8(ascii: "n"): byte = UInt8(ascii: "\n")
                case UInt8(ascii: "\\"), UInt8(ascii: "\""): byte = self[offset]
                default: throw .escape
                }
            }
            bytes.append(byte)
            offset += 1
        }
        return bytes
    }

    func text(in range: Range<Int>) -> String {
        if let text = try? UTF8Span(validating: extracting(range)) { return String(copying: text) }
        return String(decoding: range.map { self[$0] }, as: UTF8.self)
    }
}
