import Testing

@testable import Exporter

@Suite struct SourceLimitsTests {
    private static let start = 1_795_356_000.0

    private func limits(_ burst: Int = 3, _ interval: Duration = .seconds(10)) -> SourceLimits {
        var rate = ReportRateLimit()
        (rate.burst, rate.interval) = (burst, interval)
        return SourceLimits(rate)
    }

    @Test func givesABurstThenOneEachInterval() {
        var limits = limits()
        func take(_ source: UInt64, at time: Double) -> Double? { limits.take(of: source, at: time) }
        for _ in 0..<3 { #expect(take(1, at: Self.start) == nil) }
        #expect(take(1, at: Self.start) == 10)
        #expect(take(1, at: Self.start + 9) == 1)
        #expect(take(1, at: Self.start + 10) == nil)
        #expect(take(1, at: Self.start + 10) != nil)
        for _ in 0..<3 { #expect(take(1, at: Self.start + 1000) == nil) }
        #expect(take(1, at: Self.start + 1000) != nil)
        #expect(take(2, at: Self.start) == nil)
    }

    @Test func clockPutBackLocksNobodyOutForLong() throws {
        var limits = limits()
        func take(_ source: UInt64, at time: Double) -> Double? { limits.take(of: source, at: time) }
        for _ in 0..<3 { _ = take(1, at: Self.start) }
        let wait = try #require(take(1, at: Self.start - 1e6))
        #expect(wait <= 30)
        #expect(take(1, at: Self.start - 1e6 + wait) == nil)
    }

    @Test func remembersSoManySources() {
        var limits = limits(1)
        func take(_ source: UInt64, at time: Double) -> Double? { limits.take(of: source, at: time) }
        #expect(take(0, at: Self.start) == nil)
        for source in 1..<UInt64(SourceLimits.limit / 2) { _ = take(source, at: Self.start) }
        #expect(take(0, at: Self.start) != nil)
        for source in UInt64(SourceLimits.limit)..<UInt64(2 * SourceLimits.limit) { _ = take(source, at: Self.start) }
        #expect(take(0, at: Self.start) == nil, "forgotten, as memory is bounded")
    }
}
