import Testing

@testable import Diagnosis

@Suite struct DailyMediansTests {
    private static let day = 86_400.0

    /// - Parameter growth: the factor from one day to the next.
    private static func medians(days: Int, growth: Double, seed: UInt64 = 1) -> DailyMedians {
        var weather = Weather(seed: seed)
        var medians = DailyMedians()
        var median = weather.median
        for day in 0...days {
            weather.median = median
            for minute in 0..<(day == days ? 1 : 288) {
                let time = Weather.start + Double(day) * Self.day + Double(minute) * 300
                medians.observe(weather.latency(at: time), at: time)
            }
            median *= growth
        }
        return medians
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func steadyLatencyHasNoDrift(seed: UInt64) throws {
        let ratio = try #require(Self.medians(days: 40, growth: 1, seed: seed).driftRatio)
        #expect(abs(ratio - 1) < 0.07)
    }

    /// Two percent a day: the last day stands 14.5 days after the middle of the four weeks before.
    @Test func slowDriftIsSeen() throws {
        let ratio = try #require(Self.medians(days: 60, growth: 1.02).driftRatio)
        print("drift of 2 % a day: ratio \(ratio)")
        #expect(abs(ratio - 1.3326) < 0.08)
    }

    @Test func needsSevenDaysBeforeTheLast() {
        #expect(Self.medians(days: 7, growth: 1).driftRatio == nil)
        #expect(Self.medians(days: 8, growth: 1).driftRatio != nil)
    }

    @Test func staleDaysGiveNoRatio() {
        var medians = Self.medians(days: 20, growth: 1)
        medians.observe(0.1, at: Weather.start + 22 * Self.day)
        #expect(medians.driftRatio == nil)
    }

    @Test func clockPutBackTakesTheFutureAlong() {
        var medians = Self.medians(days: 20, growth: 1)
        medians.observe(0.1, at: Weather.start + 3 * Self.day)
        #expect(medians.driftRatio == nil)
        for time in [Double.nan, -1, .infinity] { medians.observe(0.1, at: time) }
        medians.observe(.nan, at: Weather.start + 4 * Self.day)
        #expect(medians.driftRatio == nil)
    }
}
