/// How many of a population are affected, as far as those who report tell.
package struct Impact: Sendable, Equatable {
    /// Shares of the population, from 0 to 1.
    package let estimate: Double
    /// Of 95 %, with the uncertainty of which share reports: from the fewest that chance allows, were reporting usual,
    /// to the most, were it rare.
    package let lower: Double
    package let upper: Double

    private static let normalQuantile = 1.96

    /// - Parameters:
    ///   - reporters: distinct ones in a window.
    ///   - expected: how many are normal in such a window.
    ///   - users: the population, 1 or more.
    ///   - reportingShare: which share of those affected reports it, more than 0, at most 1.
    /// - Returns: `nil` for arguments out of range.
    package init?(reporters: Int, expected: Double, users: Int, reportingShare: ClosedRange<Double>) {
        guard reporters >= 0, expected >= 0, expected.isFinite, users >= 1, reportingShare.lowerBound > 0,
            reportingShare.upperBound <= 1
        else { return nil }
        func share(_ reporters: Double, reporting: Double) -> Double {
            min(1, max(0, reporters - expected) / Double(users) / reporting)
        }
        // Reporting habits are known to a factor: the middle of that is the geometric mean.
        let middle = (reportingShare.lowerBound * reportingShare.upperBound).squareRoot()
        let count = Double(reporters)
        estimate = share(count, reporting: middle)
        lower = share(Self.fewest(count), reporting: reportingShare.upperBound)
        upper = share(Self.most(count), reporting: reportingShare.lowerBound)
    }

    /// The bounds of a Poisson mean of which so many were counted: quantiles of chi-square by Wilson and Hilferty, 1931.
    private static func fewest(_ count: Double) -> Double {
        guard count > 0 else { return 0 }
        let root = 1 - 1 / (9 * count) - normalQuantile / (3 * count.squareRoot())
        return max(0, count * root * root * root)
    }

    private static func most(_ count: Double) -> Double {
        let next = count + 1
        let root = 1 - 1 / (9 * next) + normalQuantile / (3 * next.squareRoot())
        return next * root * root * root
    }
}
