/// What is known of the reports of one symptom at one time.
package struct SurgeReading: Sendable, Equatable {
    package var isSurging = false
    /// When the surge began, in Unix seconds; `nil` while there is none.
    package var since: Double?
    /// Reports within the last ``windowSeconds``, of each source the last one.
    package var reports = 0.0
    /// How many are normal for such a window at this hour; `nil` while too little is known.
    package var expected: Double?
    /// How many are taken for normal: what was learnt, or else what the last hours lead to assume.
    package var usual = 0.0
    /// How unlikely so many are by chance: -log10 of the probability, from 0 to 300.
    package var score = 0.0
    /// How many sources they come from.
    package var sources = 0

    /// What ``reports`` and ``expected`` count over.
    package static let windowSeconds = 600.0

    package init() {}
}
