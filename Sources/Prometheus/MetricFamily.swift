import Bytes

/// A metric family whose name is known when the program is written.
///
/// Keep it in a `static let`: its headers for both formats are rendered once, and beginning it is one append.
///
/// A class, for lists of families are walked at each scrape: to copy a struct of four arrays and strings is to count four references.
package final class MetricFamily: Sendable {
    /// The full name, as in the text format: a counter's ends in `_total`.
    package let name: String
    package let type: MetricType

    /// The metadata lines, and the name that the first sample begins with.
    let textHeader: [UInt8]
    /// Likewise.
    let openMetricsHeader: [UInt8]

    /// - Precondition: `name` is a legal name, and ends in `_total` if and only if the type is `counter`; an untyped family's,
    ///   which the kernel or the operator may have chosen, ends as it likes.
    package init(_ name: String, _ type: MetricType, help: String) {
        precondition(MetricName.isValid(name), "illegal metric name \(name)")
        precondition(
            type == .untyped || name.hasSuffix("_total") == (type == .counter), "_total is for counters, all of them: \(name)")
        self.name = name
        self.type = type
        textHeader = Self.header(name: name, type, help: help, in: .text) + name.utf8
        openMetricsHeader = Self.header(name: name, type, help: help, in: .openMetrics) + name.utf8
    }

    /// The metadata lines, in the order each format asks for.
    ///
    /// OpenMetrics 1.0 names a counter without `_total` there, wants TYPE, UNIT, HELP, and the unit to be the name's suffix.
    static func header(name: String, _ type: MetricType, help: String, in format: ExpositionFormat) -> [UInt8] {
        var header = ByteBuffer(capacity: 2 * name.utf8.count + help.utf8.count + 64)
        switch format {
        case .text:
            header.append(line: "HELP", name)
            header.append(escaping: help, quotes: false)
            header.append("\n")
            header.append(line: "TYPE", name)
            header.append("\(type.keyword(in: .text))\n")
        case .openMetrics:
            let bare = type == .counter ? String(name.dropLast("_total".count)) : name
            header.append(line: "TYPE", bare)
            header.append("\(type.keyword(in: .openMetrics))\n")
            if let unit = units.first(where: { bare.hasSuffix("_\($0)") }) {
                header.append(line: "UNIT", bare)
                header.append("\(unit)\n")
            }
            header.append(line: "HELP", bare)
            header.append(escaping: help, quotes: true)
            header.append("\n")
        }
        return header.bytes
    }

    private static let units = ["seconds", "bytes", "ratio", "celsius", "volts", "amperes", "joules", "watts", "hertz"]
}

extension ByteBuffer {
    /// Begins a line of metadata.
    fileprivate mutating func append(line keyword: String, _ name: String) {
        append("# \(keyword) \(name) ")
    }
}
