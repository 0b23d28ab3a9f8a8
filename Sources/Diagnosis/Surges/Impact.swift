/// How many of a population are affected, as far as those who report tell.
package struct Impact: Sendable, Equatable {
    /// Shares of the population, from 0 to 1.
    package let estimate: Double
    package let lower: Double
    package let upper: Double

    /// - Parameters:
    ///   - reporters: distinct ones in a window.
    ///   - expected: how many are normal in such a window.
    ///   - users: the population, 1 or more.
    ///   - reportingShare: which share of those affected reports it, more than 0, at most 1.
    /// - Returns: `nil` for arguments out of range.
    package init?(reporters: Int, expected: Double, users: Int, reportingShare: ClosedRange<Double>) {
        return nil
    }
}
