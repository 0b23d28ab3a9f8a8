import Testing

@testable import Diagnosis

@Suite struct ComponentBaselineTests {
    private static let day = 86_400.0
    private static let start = Weather.start

    /// Four probes a minute, failing with the share that `share` gives for each time.
    private static func lived(
        days: Int, seed: UInt64, _ share: (Double) -> Double, watch: (ComponentBaseline, Double) -> Void = { _, _ in }
    ) -> ComponentBaseline {
        var weather = Weather(seed: seed)
        var baseline = ComponentBaseline()
        for time in stride(from: start, to: start + Double(days) * day, by: 15) {
            baseline.observe(failed: weather.chance(share(time)), isSlow: false, at: time)
            watch(baseline, time)
        }
        return baseline
    }

    private static func hour(_ time: Double) -> Int { Int(time / 3600) % 24 }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func fourWeeksOfOrdinaryNoiseRaiseNoAlarm(seed: UInt64) {
        var (highest, alarms, flagged) = (0.0, 0, 0)
        func watch(_ baseline: ComponentBaseline, _ time: Double) {
            guard let score = baseline.failureScore(at: time) else { return }
            highest = max(highest, score)
            if score >= 4 { alarms += 1 }
            flagged += baseline.recurringTroubles.count
        }
        _ = Self.lived(days: 28, seed: seed, { _ in 0.005 }, watch: watch)
        print("seed \(seed): 161280 probes, 0.5 % failing: highest score \(highest), \(alarms) alarms, \(flagged) recurring")
        #expect(alarms == 0)
        #expect(flagged == 0)
    }

    @Test func outageScoresAtOnce() throws {
        var baseline = Self.lived(days: 14, seed: 1) { _ in 0.01 }
        var now = Self.start + 14 * Self.day
        var probes = 0
        repeat {
            baseline.observe(failed: true, isSlow: false, at: now)
            now += 15
            probes += 1
        } while try #require(baseline.failureScore(at: now)) < 4 && probes < 64
        print("an outage scores 4 after \(probes) probes")
        #expect((3...6).contains(probes))
    }

    @Test func startAmidAnOutageIsForgottenInADay() throws {
        var seen: [Int: Double] = [:]
        func watch(_ baseline: ComponentBaseline, _ time: Double) {
            seen[Int((time - Self.start) / 3600)] = baseline.expectedFailureRatio(at: time)
        }
        _ = Self.lived(days: 3, seed: 3, { $0 < Self.start + 3 * 3600 ? 1 : 0.005 }, watch: watch)
        #expect(try #require(seen[2]) > 0.9)
        #expect(try #require(seen[23]) < 0.15)
    }

    @Test func learnsTheHourThatAlwaysFails() throws {
        let baseline = Self.lived(days: 28, seed: 2) { Self.hour($0) == 3 ? 0.3 : 0.002 }
        let midnight = Self.start + 28 * Self.day
        #expect(abs(try #require(baseline.expectedFailureRatio(at: midnight + 3.5 * 3600)) - 0.3) < 0.1)
        #expect(try #require(baseline.expectedFailureRatio(at: midnight + 15 * 3600)) < 0.01)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func nightlyTroubleIsRecurring(seed: UInt64) {
        var firstSeen: Double?
        func watch(_ baseline: ComponentBaseline, _ time: Double) {
            if firstSeen == nil, !baseline.recurringTroubles.isEmpty { firstSeen = (time - Self.start) / Self.day }
        }
        let baseline = Self.lived(days: 14, seed: seed, { Self.hour($0) == 3 ? 0.2 : 0.005 }, watch: watch)
        print("seed \(seed): trouble at three every night is told on day \(firstSeen ?? .nan)")
        #expect(baseline.recurringTroubles == [RecurringTrouble(hour: 3, days: 14)])
        #expect((2.1...2.3).contains(firstSeen ?? 0))
    }

    @Test func troubleThatEndedIsForgotten() {
        let lastNight = Self.start + 9 * Self.day
        let baseline = Self.lived(days: 25, seed: 4) { Self.hour($0) == 3 && $0 < lastNight ? 0.2 : 0.005 }
        #expect(baseline.recurringTroubles.isEmpty)
    }

    @Test func slownessIsTroubleToo() {
        var baseline = ComponentBaseline()
        for time in stride(from: Self.start, to: Self.start + 7 * Self.day, by: 60) {
            baseline.observe(failed: false, isSlow: Self.hour(time) == 22, at: time)
        }
        #expect(baseline.recurringTroubles == [RecurringTrouble(hour: 22, days: 7)])
    }

    @Test func outageOfDaysIsNoHoursTrouble() {
        let baseline = Self.lived(days: 10, seed: 5) { $0 > Self.start + 5 * Self.day ? 1 : 0.005 }
        #expect(baseline.recurringTroubles.isEmpty)
    }

    @Test func twoNightsAreChance() {
        let baseline = Self.lived(days: 7, seed: 6) { time in
            Self.hour(time) == 3 && time > Self.start + 5 * Self.day ? 0.3 : 0.005
        }
        #expect(baseline.recurringTroubles.isEmpty)
    }

    @Test func clockStepsAndNonsenseDoNoHarm() {
        var baseline = Self.lived(days: 7, seed: 7) { Self.hour($0) == 3 ? 0.3 : 0 }
        for time in [Double.nan, .infinity, -.infinity, -1, 1e300, 0, 999e9, Self.start, Self.start - 3600, 1] {
            baseline.observe(failed: true, isSlow: true, at: time)
        }
        #expect(baseline.failureScore(at: .nan) == nil)
        #expect(baseline.expectedFailureRatio(at: 1e300) == nil)
        #expect(baseline.recurringTroubles.count <= 24)
    }

    @Test func hoursWithoutProbesAreUnknown() {
        var baseline = Self.lived(days: 7, seed: 8) { Self.hour($0) == 3 ? 0.3 : 0 }
        baseline.observe(failed: false, isSlow: false, at: Self.start + 60 * Self.day)
        baseline.observe(failed: false, isSlow: false, at: Self.start + 60 * Self.day + 3600)
        #expect(baseline.recurringTroubles.isEmpty)
    }
}
