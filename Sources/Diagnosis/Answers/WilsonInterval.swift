/// A share, and how far a few trials can carry it: Wilson's score interval at 95 % (z = 1.96).
package struct WilsonInterval: Sendable, Equatable {
    package let point: Double
    /// Zero or more.
    package let lower: Double
    /// One or less.
    package let upper: Double

    /// `nil` without trials.
    package init?(_ count: Int, of trials: Int) {
        guard trials > 0, 0...trials ~= count else { return nil }
        let (z, n) = (1.96, Double(trials))
        let f = Double(count) / n
        let scale = 1 + z * z / n
        let centre = (f + z * z / (2 * n)) / scale
        let halfWidth = z / scale * (f * (1 - f) / n + z * z / (4 * n * n)).squareRoot()
        point = f
        lower = max(0, min(f, centre - halfWidth))
        upper = min(1, max(f, centre + halfWidth))
    }
}
