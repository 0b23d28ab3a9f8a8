/// The upper bounds of a histogram's buckets, and how each format spells them.
package struct Buckets: Sendable, Equatable {
    /// Ascending, without the `+Inf` that always follows.
    package let upperBounds: [Double]

    private let textLabels: [[UInt8]]
    private let openMetricsLabels: [[UInt8]]

    /// - Precondition: the bounds are finite and strictly ascending.
    package init(_ upperBounds: [Double]) {
        precondition(upperBounds.allSatisfy(\.isFinite), "a bucket's bound is finite")
        precondition(zip(upperBounds, upperBounds.dropFirst()).allSatisfy(<), "buckets ascend")
        self.upperBounds = upperBounds
        let spellings = upperBounds.map(Self.spelling)
        textLabels = (spellings + ["+Inf"]).map { Array("le=\"\($0)\"".utf8) }
        openMetricsLabels = (spellings.map(Self.canonical) + ["+Inf"]).map { Array("le=\"\($0)\"".utf8) }
    }

    /// The position of the bucket a value falls into: the first whose bound is not below it, else that of `+Inf`.
    func index(for value: Double) -> Int {
        upperBounds.firstIndex { value <= $0 } ?? upperBounds.count
    }

    /// The `le` labels in the format's spelling, `+Inf` last.
    func labels(in format: ExpositionFormat) -> [[UInt8]] {
        switch format {
        case .text: textLabels
        case .openMetrics: openMetricsLabels
        }
    }

    /// How a format spells a bucket's bound or a quantile.
    static func spelling(_ bound: Double, in format: ExpositionFormat) -> String {
        if bound.magnitude == .infinity { return bound < 0 ? "-Inf" : "+Inf" }
        return format == .text ? spelling(bound) : canonical(spelling(bound))
    }

    /// The spelling Go's `%g` gives a bound, which the text format's writers share and readers compare as a string.
    ///
    /// It is Swift's own, but for whole numbers (no `.0`) and for what Swift writes out from a million up.
    private static func spelling(_ bound: Double) -> String {
        let text = bound.description
        let plain = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
        guard bound.magnitude >= 1e6, !plain.contains("e") else { return plain }
        let sign = bound < 0 ? "-" : ""
        let parts = plain.drop { $0 == "-" }.split(separator: ".")
        var digits = parts.joined()
        while digits.last == "0" { digits.removeLast() }
        let fraction = digits.count > 1 ? ".\(digits.dropFirst())" : ""
        let exponent = parts[0].count - 1
        return "\(sign)\(digits.prefix(1))\(fraction)e+\(exponent < 10 ? "0" : "")\(exponent)"
    }

    /// OpenMetrics 1.0, "Canonical Numbers": `.0` where there is neither a point nor an exponent.
    private static func canonical(_ spelling: String) -> String {
        spelling.contains { $0 == "." || $0 == "e" } ? spelling : spelling + ".0"
    }
}
