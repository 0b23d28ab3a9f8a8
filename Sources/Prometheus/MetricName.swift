/// The rules for metric and label names.
///
/// Only names legal everywhere (`[a-zA-Z_][a-zA-Z0-9_]*`) are exposed, so no escaping scheme ever changes a body.
/// Colons are legal too, but belong to recording rules.
package enum MetricName {
    /// Whether `name` can stand as a family's name.
    package static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, !isDigit(first) else { return false }
        return name.utf8.allSatisfy(isNameByte)
    }

    /// Whether `name` can stand as a label's name: OpenMetrics reserves a leading underscore, histograms and summaries
    /// reserve `le` and `quantile`.
    package static func isValidLabel(_ name: String) -> Bool {
        isValid(name) && name.utf8.first != UInt8(ascii: "_") && name != "le" && name != "quantile"
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
