/// A metric family whose name is known when the program is written.
///
/// Keep it in a `static let`: its headers for both formats are rendered once, and beginning it is one append.
///
/// A class, for lists of families are walked at each scrape: to copy a struct of four arrays and strings is to count four references.
package final class MetricFamily: Sendable {
    /// The full name, as in the text format: a counter's ends in `_total`.
    package let name: String
    package let type: MetricType

    let sampleName: [UInt8]
    private let textHeader: [UInt8]
    private let openMetricsHeader: [UInt8]

    /// - Precondition: `name` is a legal name, and ends in `_total` if and only if the type is `counter`; an untyped family's,
    ///   which the kernel or the operator may have chosen, ends as it likes.
    package init(_ name: String, _ type: MetricType, help: String) {
        precondition(MetricName.isValid(name), "illegal metric name \(name)")
        precondition(
            type == .untyped || name.hasSuffix("_total") == (type == .counter), "_total is for counters, all of them: \(name)")
        self.name = name
        self.type = type
        sampleName = Array(name.utf8)
        textHeader = Self.header(name: name, type, help: help, in: .text)
        openMetricsHeader = Self.header(name: name, type, help: help, in: .openMetrics)
    }

    func header(in format: ExpositionFormat) -> [UInt8] {
        switch format {
        case .text: textHeader
        case .openMetrics: openMetricsHeader
        }
    }

    /// The metadata lines, in the order each format asks for.
    ///
    /// OpenMetrics 1.0 names a counter without `_total` there, wants TYPE, UNIT, HELP, and the unit to be the name's suffix.
    static func header(name: String, _ type: MetricType, help: String, in format: ExpositionFormat) -> [UInt8] {
        var bytes: [UInt8] = []
        func line(_ keyword: String, _ name: String, _ rest: some Sequence<UInt8>) {
            bytes.append(contentsOf: "# \(keyword) \(name) ".utf8)
            bytes.append(contentsOf: rest)
            bytes.append(UInt8(ascii: "\n"))
        }
        var escapedHelp: [UInt8] = []
        escapedHelp.append(escaping: help, quotes: format == .openMetrics)
        switch format {
        case .text:
            line("HELP", name, escapedHelp)
            line("TYPE", name, type.keyword(in: .text).utf8)
        case .openMetrics:
            let bare = type == .counter ? String(name.dropLast("_total".count)) : name
            line("TYPE", bare, type.keyword(in: .openMetrics).utf8)
            if let unit = units.first(where: { bare.hasSuffix("_\($0)") }) { line("UNIT", bare, unit.utf8) }
            line("HELP", bare, escapedHelp)
        }
        return bytes
    }

    private static let units = ["seconds", "bytes", "ratio", "celsius", "volts", "amperes", "joules", "watts", "hertz"]
}
