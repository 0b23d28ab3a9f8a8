/// The part of the time in which something is to be up.
package struct Objective: Sendable, Equatable {
    /// Above 0, below 1: 0.999 for "three nines".
    package let ratio: Double

    /// Three nines.
    package static let standard = Objective(checked: 0.999)

    /// `nil` for a ratio that is not strictly between 0 and 1: all or nothing leaves no budget to speak of.
    package init?(ratio: Double) {
        guard ratio > 0, ratio < 1 else { return nil }
        self.init(checked: ratio)
    }

    private init(checked ratio: Double) {
        self.ratio = ratio
    }

    /// How fast the budget burns: 1 spends just all of it in any window, 14.4 spends a month's in fifty hours.
    ///
    /// `nil` when no time was observed: what was not seen neither burns nor saves.
    package func burnRate(_ summary: WindowSummary?) -> Double? {
        summary?.uptimeRatio.map { (1 - $0) / (1 - ratio) }
    }

    /// The part of the observed time's budget that is left: 1 untouched, 0 spent, less than that overdrawn.
    ///
    /// `nil` when no time was observed.
    package func budgetRemaining(_ summary: WindowSummary?) -> Double? {
        burnRate(summary).map { 1 - $0 }
    }
}
