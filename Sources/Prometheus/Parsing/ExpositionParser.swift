/// Reader of the text format 0.0.4, as strict as the format: one fault, and nothing of the text counts.
///
/// <https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format>
/// Timestamps are refused. Names are the legacy ones, without quotes.
package struct ExpositionParser {
    private var families: [FamilyDraft] = []
    private var positions: [String: Int] = [:]

    /// The families of a text that have samples, in the order first met.
    package static func parse(_ bytes: Span<UInt8>) throws(ExpositionSyntaxError) -> [ParsedFamily] {
        var parser = ExpositionParser()
        // All that follows relies on a line's end being there.
        var end = bytes.count
        while end > 0, !bytes.isLineEnd(end - 1) { end -= 1 }
        let lines = bytes.extracting(0..<end)
        var offset = 0
        var line = 1
        while offset < end {
            do throws(ExpositionProblem) { try parser.take(lines, &offset) } catch {
                throw ExpositionSyntaxError(line: line, error)
            }
            line += 1
        }
        for index in end..<bytes.count where !bytes.isBlank(index) { throw ExpositionSyntaxError(line: line, .unterminated) }
        return parser.finish()
    }

    private consuming func finish() -> [ParsedFamily] {
        families.compactMap { $0.family() }
    }

    /// Takes the line at `offset` and moves past it.
    private mutating func take(_ bytes: Span<UInt8>, _ offset: inout Int) throws(ExpositionProblem) {
        bytes.skipBlanks(&offset)
        switch bytes[offset] {
        case UInt8(ascii: "\n"): break
        case UInt8(ascii: "#"): try takeComment(bytes, &offset)
        default: try takeSample(bytes, &offset)
        }
        bytes.skipLine(&offset)
    }

    // MARK: Comments

    private mutating func takeComment(_ bytes: Span<UInt8>, _ offset: inout Int) throws(ExpositionProblem) {
        offset += 1
        bytes.skipBlanks(&offset)
        let keyword = bytes.text(in: bytes.word(&offset))
        guard keyword == "HELP" || keyword == "TYPE", !bytes.isLineEnd(offset) else { return }
        bytes.skipBlanks(&offset)
        guard let name = bytes.name(&offset, colons: true) else { throw .metricName }
        if bytes.isLineEnd(offset) { return }
        guard bytes.isBlank(offset) else { throw .metricName }
        bytes.skipBlanks(&offset)
        let family = family(of: name).index
        if bytes.isLineEnd(offset) { return }
        if keyword == "HELP" {
            guard families[family].help == nil else { throw .secondHelp }
            families[family].help = try bytes.help(&offset)
        } else {
            guard families[family].type == nil else { throw .secondType }
            let word = bytes.text(in: bytes.word(&offset)).lowercased()
            bytes.skipBlanks(&offset)
            guard bytes.isLineEnd(offset), let type = MetricType.allCases.first(where: { $0.keyword(in: .text) == word }) else {
                throw .type
            }
            families[family].type = type
        }
    }

    /// The family a name belongs to, made where there is none: a histogram's or a summary's if it is the name of its parts.
    private mutating func family(of name: String) -> (index: Int, part: FamilyDraft.Part) {
        if let index = positions[name] { return (index, .itself) }
        for (suffix, part) in [("_bucket", FamilyDraft.Part.bucket), ("_sum", .sum), ("_count", .count)]
        where name.hasSuffix(suffix) {
            guard let index = positions[String(name.dropLast(suffix.utf8.count))] else { continue }
            switch families[index].type {
            case .histogram: return (index, part)
            case .summary where part != .bucket: return (index, part)
            default: break
            }
        }
        positions[name] = families.count
        families.append(FamilyDraft(name: name))
        return (families.count - 1, .itself)
    }

    // MARK: Samples

    private mutating func takeSample(_ bytes: Span<UInt8>, _ offset: inout Int) throws(ExpositionProblem) {
        guard let name = bytes.name(&offset, colons: true) else { throw .metricName }
        let (family, part) = family(of: name)
        let type = families[family].type ?? .untyped
        families[family].type = type
        bytes.skipBlanks(&offset)
        var labels: [ParsedLabel] = []
        var position: Double?
        if bytes[offset] == UInt8(ascii: "{") {
            let positionLabel = type == .histogram ? "le" : type == .summary ? "quantile" : nil
            (labels, position) = try Self.labels(bytes, &offset, positionLabel: positionLabel)
            bytes.skipBlanks(&offset)
        }
        guard let value = bytes.number(in: bytes.word(&offset)) else { throw .value }
        bytes.skipBlanks(&offset)
        guard bytes.isLineEnd(offset) else {
            let isWhole = Int64(bytes.text(in: bytes.word(&offset))) != nil
            throw isWhole ? .timestamp : .rest
        }
        switch type {
        case .counter, .gauge, .untyped: families[family].series.append(ParsedSeries(labels: labels, value: .number(value)))
        case .histogram, .summary: try families[family].add(value, part, at: position, of: labels)
        }
    }

    /// What stands between braces: labels sorted, those without a value left out as meaning nothing, and the number in the label of
    /// the given name.
    private static func labels(
        _ bytes: Span<UInt8>, _ offset: inout Int, positionLabel: String?
    ) throws(ExpositionProblem) -> ([ParsedLabel], position: Double?) {
        var labels: [ParsedLabel] = []
        var position: Double?
        repeat {
            offset += 1
            bytes.skipBlanks(&offset)
            if bytes[offset] == UInt8(ascii: "}") { break }
            guard let name = bytes.name(&offset, colons: false) else { throw .labelName }
            guard !name.hasPrefix("__") else { throw .reservedLabel }
            bytes.skipBlanks(&offset)
            guard bytes[offset] == UInt8(ascii: "=") else { throw .equalsSign }
            offset += 1
            bytes.skipBlanks(&offset)
            let value = try bytes.quoted(&offset)
            if name == positionLabel {
                guard position == nil else { throw .labelTwice }
                guard let number = value.utf8Span.span.number(in: 0..<value.utf8.count), !number.isNaN else { throw .position }
                position = number
            } else {
                labels.append(ParsedLabel(name, value))
            }
            bytes.skipBlanks(&offset)
        } while bytes[offset] == UInt8(ascii: ",")
        guard bytes[offset] == UInt8(ascii: "}") else { throw .labelEnd }
        offset += 1
        labels.sort { $0.name < $1.name }
        for (label, next) in zip(labels, labels.dropFirst()) where label.name == next.name { throw .labelTwice }
        labels.removeAll { $0.value.isEmpty }
        return (labels, position)
    }
}
