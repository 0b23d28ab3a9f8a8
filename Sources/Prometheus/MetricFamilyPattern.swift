import Bytes

/// Metric families whose names are completed at run time, like `node_memory_*_bytes` with the fields of `meminfo`.
///
/// Everything around the `*` is rendered once for both formats, so beginning such a family allocates nothing.
package struct MetricFamilyPattern: Sendable {
    let sampleName: [Piece]
    private let textHeader: [Piece]
    private let openMetricsHeader: [Piece]

    enum Piece: Sendable {
        case bytes([UInt8])
        case nameField
        case helpField
    }

    /// - Parameters:
    ///   - name: the name with one `*`, after at least one character.
    ///   - help: the help text; each `*` in it stands for the field too.
    /// - Precondition: as for ``MetricFamily``, whatever legal characters replace the `*`.
    package init(_ name: String, _ type: MetricType, help: String) {
        let parts = name.split(separator: "*", omittingEmptySubsequences: false)
        precondition(parts.count == 2 && MetricName.isValid(String(parts[0])), "illegal name pattern \(name)")
        precondition(parts[1].utf8.allSatisfy(MetricName.isNameByte), "illegal name pattern \(name)")
        precondition(name.hasSuffix("_total") == (type == .counter), "_total is for counters, all of them: \(name)")
        sampleName = Self.split(Array(name.utf8))
        textHeader = Self.pieces(name, type, help, .text)
        openMetricsHeader = Self.pieces(name, type, help, .openMetrics)
    }

    func header(in format: ExpositionFormat) -> [Piece] {
        switch format {
        case .text: textHeader
        case .openMetrics: openMetricsHeader
        }
    }

    private static func pieces(_ name: String, _ type: MetricType, _ help: String, _ format: ExpositionFormat) -> [Piece] {
        split(MetricFamily.header(name: name, type, help: help, in: format))
    }

    /// Splits at each `*`: a line's first is in the family's name, and those after it are in its help.
    private static func split(_ header: [UInt8]) -> [Piece] {
        var pieces: [Piece] = []
        var literal: [UInt8] = []
        var inHelp = false
        for byte in header {
            if byte == UInt8(ascii: "*") {
                pieces.append(.bytes(literal))
                pieces.append(inHelp ? .helpField : .nameField)
                literal = []
                inHelp = true
            } else {
                literal.append(byte)
                if byte == UInt8(ascii: "\n") { inHelp = false }
            }
        }
        pieces.append(.bytes(literal))
        return pieces
    }
}

extension ByteBuffer {
    /// Appends a pattern's pieces with the field in its places: sanitized in names, escaped in help.
    mutating func append(_ pieces: [MetricFamilyPattern.Piece], field: String, helpField: String, quotes: Bool) {
        for piece in pieces {
            switch piece {
            case .bytes(let bytes): append(bytes.span)
            case .nameField: append(sanitizing: field)
            case .helpField: append(escaping: helpField, quotes: quotes)
            }
        }
    }
}
