/// What is normal for one component or kind of control: how often it fails, and in which hours it is troubled.
package struct ComponentBaseline: Sendable {
    private static let version: UInt8 = 1

    private var failures = FailureBaseline()
    private var calendar = TroubleCalendar()

    package init() {}

    mutating func observe(failed: Bool, isSlow: Bool, at time: Double) {
        failures.observe(failed: failed, at: time)
        calendar.observe(isBad: failed || isSlow, at: time)
    }

    /// The share of its probes that fails normally at a time; `nil` while too little is known.
    package func expectedFailureRatio(at time: Double) -> Double? { failures.expectation(at: time)?.ratio }

    /// Standard deviations of the last 64 probes' failures above what is normal; 4 is far. `nil` while unknown.
    package func failureScore(at time: Double) -> Double? { failures.score(at: time) }

    /// The hours of the day, in order, in which it had trouble on three of the last 7 days or four of the last 14, and three
    /// times as often as in other hours.
    package var recurringTroubles: [RecurringTrouble] { calendar.recurring }

    /// What was learnt, for ``init(bytes:)``; about 3 KB.
    package var bytes: [UInt8] {
        var writer = SnapshotWriter(version: Self.version)
        failures.write(into: &writer)
        calendar.write(into: &writer)
        return writer.sealed
    }

    /// `nil` for bytes of another version, or spoilt ones.
    package init?(bytes: [UInt8]) {
        guard var reader = SnapshotReader(sealed: bytes, version: Self.version),
            let failures = FailureBaseline(from: &reader), let calendar = TroubleCalendar(from: &reader), reader.isAtEnd
        else { return nil }
        self.failures = failures
        self.calendar = calendar
    }
}
