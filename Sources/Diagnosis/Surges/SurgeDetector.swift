/// Tells whether the reports of one symptom are far more than usual at this hour of the week.
package struct SurgeDetector: Sendable {
    package var settings: SurgeSettings

    package init(_ settings: SurgeSettings = SurgeSettings()) {
        self.settings = settings
    }

    /// Takes in a report that counts.
    /// - Parameters:
    ///   - source: where it comes from: many reports of one source say little.
    ///   - time: Unix seconds.
    package mutating func observe(source: UInt64, at time: Double) {}

    /// Goes on to a time, in Unix seconds; silence is learnt from, too.
    package mutating func advance(to time: Double) {}

    /// What is known at the time last gone on to.
    package var reading: SurgeReading { SurgeReading() }

    /// What was learnt, for ``init(bytes:settings:)``.
    package var bytes: [UInt8] { [] }

    /// `nil` for bytes of another version, or spoilt ones.
    package init?(bytes: [UInt8], settings: SurgeSettings) {
        self.settings = settings
    }
}
