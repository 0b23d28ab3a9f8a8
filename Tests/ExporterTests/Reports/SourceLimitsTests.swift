import Posix
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
        for _ in 0..<3 { #expect(limits.take(of: 1, at: Self.start) == nil) }
        #expect(limits.take(of: 1, at: Self.start) == 10)
        #expect(limits.take(of: 1, at: Self.start + 9) == 1)
        #expect(limits.take(of: 1, at: Self.start + 10) == nil)
        #expect(limits.take(of: 1, at: Self.start + 10) != nil)
        for _ in 0..<3 { #expect(limits.take(of: 1, at: Self.start + 1000) == nil) }
        #expect(limits.take(of: 1, at: Self.start + 1000) != nil)
        #expect(limits.take(of: 2, at: Self.start) == nil)
    }

    @Test func clockPutBackLocksNobodyOutForLong() throws {
        var limits = limits()
        for _ in 0..<3 { _ = limits.take(of: 1, at: Self.start) }
        let wait = try #require(limits.take(of: 1, at: Self.start - 1e6))
        #expect(wait <= 30)
        #expect(limits.take(of: 1, at: Self.start - 1e6 + wait) == nil)
    }

    @Test func remembersSoManySources() {
        var limits = limits(1)
        #expect(limits.take(of: 0, at: Self.start) == nil)
        for source in 1..<UInt64(SourceLimits.limit / 2) { _ = limits.take(of: source, at: Self.start) }
        #expect(limits.take(of: 0, at: Self.start) != nil)
        for source in UInt64(SourceLimits.limit)..<UInt64(2 * SourceLimits.limit) { _ = limits.take(of: source, at: Self.start) }
        #expect(limits.take(of: 0, at: Self.start) == nil, "forgotten, as memory is bounded")
    }
}
