import Testing

@testable import Diagnosis

@Suite struct LatencyBaselineTests {
    private static let day = 86_400.0
    private static let start = Weather.start

    /// A baseline that saw so many days of weather, a probe a minute.
    private static func seasoned(days: Double, seed: UInt64 = 1) -> (LatencyBaseline, Weather, Double) {
        var weather = Weather(seed: seed)
        var baseline = LatencyBaseline()
        for time in stride(from: start, to: start + days * day, by: 60) { baseline.observe(weather.latency(at: time), at: time) }
        return (baseline, weather, start + days * day)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func eightWeeksOfOrdinaryNoiseRaiseNoAlarm(seed: UInt64) {
        var weather = Weather(seed: seed)
        var baseline = LatencyBaseline()
        var alarms = 0
        var (highest, day) = (0.0, 0.0)
        for time in stride(from: Self.start, to: Self.start + 56 * Self.day, by: 60) {
            baseline.observe(weather.latency(at: time), at: time)
            guard let score = baseline.score(at: time) else { continue }
            if abs(score) >= 4 { alarms += 1 }
            if abs(score) > highest { (highest, day) = (abs(score), (time - Self.start) / Self.day) }
        }
        print("seed \(seed): 80640 probes, \(alarms) alarms, highest score \(highest) on day \(day)")
        #expect(alarms == 0)
        #expect(highest > 0.5)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func stepIsSeenWithinFourProbes(seed: UInt64) throws {
        var (baseline, weather, now) = Self.seasoned(days: 21, seed: seed)
        weather.spikes = 0
        var probes = 0
        repeat {
            now += 60
            probes += 1
            baseline.observe(weather.latency(at: now) * 2.5, at: now)
        } while try #require(baseline.score(at: now)) < 4 && probes < 10
        print("seed \(seed): a step to 2.5 times is an anomaly after \(probes) probes")
        #expect((4...5).contains(probes))
    }

    @Test func threeSlowProbesAreNoAnomaly() throws {
        var (baseline, weather, now) = Self.seasoned(days: 10)
        weather.spikes = 0
        for slowness in [40.0, 40, 40, 1, 1, 1, 1] {
            now += 60
            baseline.observe(weather.latency(at: now) * slowness, at: now)
            let score = try #require(baseline.score(at: now))
            #expect(abs(score) < 4, "\(score)")
        }
    }

    @Test func knowsTheTide() throws {
        let (baseline, _, now) = Self.seasoned(days: 28)
        for hour in 0..<24 {
            var weather = Weather(seed: 9)
            (weather.noise, weather.spikes) = (0, 0)
            let time = now + Double(hour) * 3600 + 1800
            let expected = try #require(baseline.expectation(at: time))
            #expect(expected.basis == .hourOfWeek)
            #expect(abs(expected.seconds / weather.latency(at: time) - 1) < 0.06, "hour \(hour)")
        }
    }

    /// What holds at four in the morning is no excuse at eight in the evening, nor the other way round.
    @Test func judgesByTheHour() throws {
        var (baseline, weather, now) = Self.seasoned(days: 28)
        (weather.tide, weather.spikes) = (4, 0)
        var scores: [Int: Double] = [:]
        for time in stride(from: now, to: now + Self.day, by: 60) {
            baseline.observe(weather.latency(at: time), at: time)
            scores[Int(time - now) / 3600] = baseline.score(at: time)
        }
        #expect(try #require(scores[20]) > 4)
        #expect(abs(try #require(scores[8])) < 4)
        now += Self.day
    }

    @Test func beginsByKnowingNothing() throws {
        var weather = Weather(seed: 3)
        var baseline = LatencyBaseline()
        var bases: [Int: BaselineBasis?] = [:]
        for time in stride(from: Self.start, to: Self.start + 15 * Self.day, by: 60) {
            baseline.observe(weather.latency(at: time), at: time)
            bases[Int((time - Self.start) / 60)] = .some(baseline.expectation(at: time)?.basis)
        }
        #expect(bases[1] == .some(nil))
        #expect(bases[85] == .some(nil))
        #expect(bases[100] == .allHours)
        #expect(bases[24 * 60 + 10] == .allHours)
        #expect(bases[24 * 60 + 45] == .hourOfDay)
        #expect(bases[6 * 24 * 60] == .hourOfDay)
        #expect(bases[7 * 24 * 60 + 45] == .hourOfWeek)
    }

    @Test func rareProbesPoolWhatTheyHave() throws {
        var weather = Weather(seed: 3)
        var baseline = LatencyBaseline()
        for index in 0..<(30 * 24) {
            let time = Self.start + Double(index) * 3600
            baseline.observe(weather.latency(at: time), at: time)
        }
        let expectation = try #require(baseline.expectation(at: Self.start + 30 * Self.day))
        #expect(expectation.basis == .hourOfDay)
    }

    /// A trouble of three hours leaves next week's expectation where it was, and is seen again as clearly.
    @Test func anomalyIsNotLearntQuickly() throws {
        var (baseline, weather, now) = Self.seasoned(days: 21)
        weather.spikes = 0
        let before = try #require(baseline.expectation(at: now + 3600)).seconds
        for time in stride(from: now, to: now + 3 * 3600, by: 60) {
            baseline.observe(weather.latency(at: time) * 5, at: time)
        }
        #expect(try #require(baseline.score(at: now + 3 * 3600 - 60)) > 8)
        let after = try #require(baseline.expectation(at: now + 3600)).seconds
        #expect(after / before < 1.05)
        now += 3 * 3600
    }

    /// A new route that is twice as long is an anomaly for a while, and then the way things are.
    @Test func lastingChangeBecomesNormal() throws {
        var (baseline, weather, now) = Self.seasoned(days: 28)
        weather.median *= 2
        var daysAnomalous = 0
        for day in 0..<84 {
            var anomalous = 0
            for _ in 0..<1440 {
                now += 60
                baseline.observe(weather.latency(at: now), at: now)
                if try #require(baseline.score(at: now)) >= 4 { anomalous += 1 }
            }
            if anomalous > 144 { daysAnomalous = day + 1 }
        }
        print("a doubling is learnt after \(daysAnomalous) days")
        #expect((2...42).contains(daysAnomalous))
    }

    @Test func gapForgetsThePresentAndKeepsThePast() throws {
        var (baseline, weather, now) = Self.seasoned(days: 14)
        now += 2 * Self.day
        #expect(baseline.score(at: now) == nil)
        #expect(baseline.expectation(at: now) != nil)
        baseline.observe(weather.latency(at: now), at: now)
        #expect(baseline.score(at: now) == nil)
    }

    @Test func clockStepsAndNonsenseDoNoHarm() throws {
        var (baseline, weather, now) = Self.seasoned(days: 14)
        let expected = try #require(baseline.expectation(at: now)).seconds
        let samples = baseline.samples
        for time in [.nan, .infinity, -.infinity, -1, 1e300] as [Double] { baseline.observe(1, at: time) }
        for seconds in [.nan, -1, -.infinity] as [Double] { baseline.observe(seconds, at: now) }
        #expect(baseline.samples == samples)
        for time in [.nan, .infinity, -1, 1e300] as [Double] {
            #expect(baseline.expectation(at: time) == nil)
            #expect(baseline.score(at: time) == nil)
        }
        // Back by a day, on by a year, and back again.
        for offset in [-Self.day, 365 * Self.day, 0] {
            for minute in 0..<30 {
                let time = now + offset + Double(minute) * 60
                baseline.observe(weather.latency(at: time), at: time)
            }
        }
        #expect(abs(try #require(baseline.expectation(at: now)).seconds / expected - 1) < 0.1)
        now += 0
    }

    @Test func steadyLatenciesHaveRoom() throws {
        var baseline = LatencyBaseline()
        for time in stride(from: Self.start, to: Self.start + 3 * Self.day, by: 60) { baseline.observe(0.05, at: time) }
        let now = Self.start + 3 * Self.day
        for minute in 0..<7 { baseline.observe(0.055, at: now + Double(minute) * 60) }
        #expect(try #require(baseline.score(at: now + 360)) < 2)
        // A gateway that answers in microseconds may take ten times as long.
        var gateway = LatencyBaseline()
        for time in stride(from: Self.start, to: now, by: 60) { gateway.observe(0.00002, at: time) }
        for minute in 0..<7 { gateway.observe(0.0002, at: now + Double(minute) * 60) }
        #expect(try #require(gateway.score(at: now + 360)) < 4)
    }
}
