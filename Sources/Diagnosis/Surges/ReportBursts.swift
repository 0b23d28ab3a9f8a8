/// How much more counts scatter about what was expected than chance makes them.
struct ReportBursts: Sendable {
    /// How many parts of an hour are remembered: two weeks.
    private static let memory = 2016.0
    private static let range = 0.01...0.3
    /// Taken for granted until more is known, as if these squares had been seen.
    private static let prior = (excess: 0.015 * 400, squares: 400.0)

    private var excess = prior.excess
    private var squares = prior.squares

    init() {}

    /// - Parameter uncertainty: the part of the scatter that comes of not knowing better what to expect.
    mutating func learn(_ reports: Double, expected: Double, uncertainty: Double) {
        guard expected > 0 else { return }
        // Counts of a thousand must not drown all others: what matters is the share, not the number.
        let weight = 1 / max(1, expected)
        let kept = 1 - 1 / Self.memory
        let error = reports - expected
        excess = excess * kept + (error * error - expected - uncertainty * expected * expected) * weight
        squares = squares * kept + expected * expected * weight
    }

    /// The variance of the rate by its square.
    var dispersion: Double {
        min(max(excess / max(squares, 1e-9), Self.range.lowerBound), Self.range.upperBound)
    }

    func write(into writer: inout SnapshotWriter) {
        writer.write(double: excess)
        writer.write(double: squares)
    }

    init?(from reader: inout SnapshotReader) {
        guard let excess = reader.double(in: -1e12...1e12), let squares = reader.double(in: 0...1e12) else { return nil }
        (self.excess, self.squares) = (excess, squares)
    }
}
