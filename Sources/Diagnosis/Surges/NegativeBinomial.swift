/// Counts of what comes more in bursts than chance alone makes it: a Poisson variable whose rate is itself uncertain.
struct NegativeBinomial {
    let mean: Double
    /// The variance of the rate by its square: 0.04 where it is good to 20 %.
    let dispersion: Double

    private static let mostTerms = 10_000
    private static let mostScore = 300.0

    /// -log₁₀ of the probability of so many or more; 0 up to the mean.
    func score(atLeast count: Int) -> Double {
        guard mean > 0, Double(count) > mean else { return 0 }
        let n = Double(count)
        let share = mean / (mean + size)
        // The terms after the first, by it: beyond the mean each is smaller than the one before, and by more and more.
        var term = 1.0
        var sum = 1.0
        for index in 0..<Self.mostTerms {
            let next = n + Double(index)
            term *= share * (next + size) / (next + 1)
            sum += term
            if term < sum * 1e-6 { break }
        }
        return min(max(0, -(logLikelihood(of: count) + Self.log(sum)) / 2.302585092994046), Self.mostScore)
    }

    /// ln of the probability of just so many, of a mean above zero.
    func logLikelihood(of count: Int) -> Double {
        let n = Double(count)
        let share = mean / (mean + size)
        return Self.logGamma(n + size) - Self.logGamma(n + 1) - Self.logGamma(size)
            + n * Self.log(share) + size * Self.log(1 - share)
    }

    private var size: Double { 1 / max(dispersion, 0.002) }

    private static func log(_ value: Double) -> Double { Octaves.log2(max(value, 1e-300)) * 0.6931471805599453 }

    /// ln Γ by Stirling's series, of numbers above zero.
    private static func logGamma(_ value: Double) -> Double {
        var (x, shift) = (value, 1.0)
        while x < 8 {
            shift *= x
            x += 1
        }
        let series = (1 / 12.0 - (1 / 360.0 - 1 / (1260 * x * x)) / (x * x)) / x
        return (x - 0.5) * log(x) - x + 0.9189385332046727 + series - log(shift)
    }
}
