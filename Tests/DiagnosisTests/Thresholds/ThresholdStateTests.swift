import Probing
import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct ThresholdStateTests {
    private static let start = 1_700_000_000.0

    private static func slow(hold: Double, window: Double = 300, percentile: Int = 50) -> ThresholdState {
        ThresholdState(
            Threshold(
                name: "slow", subject: .component(.chat), measure: .duration(nil, percentile: percentile), limit: 0.5,
                holdSeconds: hold, windowSeconds: window))
    }

    @Test func waitsAsLongAsItIsTold() {
        var state = Self.slow(hold: 120, window: 60)
        var firstAbove: Double?
        var firstExceeded: Double?
        for second in stride(from: 0.0, through: 600, by: 10) {
            state.observe(at: Self.start + second, success: true, seconds: second < 200 ? 0.1 : 0.9)
            let reading = state.reading(at: Self.start + second)
            if firstAbove == nil, reading.value ?? 0 > 0.5 { firstAbove = second }
            if firstExceeded == nil, reading.isExceeded == true { firstExceeded = second }
        }
        #expect(firstExceeded.flatMap { exceeded in firstAbove.map { exceeded - $0 } } == 120)
        #expect((200...260).contains(firstAbove ?? 0))
    }

    @Test func oneDipBeginsTheWaitAnew() {
        var state = Self.slow(hold: 60, window: 10)
        func exceeded(_ second: Double, _ seconds: Double) -> Bool? {
            state.observe(at: Self.start + second, success: true, seconds: seconds)
            return state.reading(at: Self.start + second).isExceeded
        }
        #expect(exceeded(0, 0.9) == false)
        #expect(exceeded(50, 0.9) == false)
        #expect(exceeded(61, 0.9) == true)
        #expect(exceeded(80, 0.1) == false)
        #expect(exceeded(100, 0.9) == false)
        #expect(exceeded(161, 0.9) == true)
    }

    @Test func withoutAWaitItIsExceededAtOnce() {
        var state = Self.slow(hold: 0)
        state.observe(at: Self.start, success: true, seconds: 0.9)
        #expect(state.reading(at: Self.start).isExceeded == true)
    }

    @Test func silenceIsUnknown() {
        var state = Self.slow(hold: 0)
        #expect(state.reading(at: Self.start) == ThresholdReading(value: nil, isExceeded: nil))
        state.observe(at: Self.start, success: false, seconds: nil)
        #expect(state.reading(at: Self.start).value == nil)
        state.observe(at: Self.start, success: true, seconds: 0.9)
        #expect(state.reading(at: Self.start + 301) == ThresholdReading(value: nil, isExceeded: nil))
    }

    @Test func percentileIsOfTheWindow() throws {
        var state = Self.slow(hold: 0, percentile: 90)
        for second in 0..<100 {
            state.observe(at: Self.start + Double(second), success: true, seconds: second % 5 == 0 ? 1 : 0.1)
        }
        let value = try #require(state.reading(at: Self.start + 100).value)
        #expect(abs(value - 1) < 0.04)
    }

    @Test func errorRatioCountsAllProbes() {
        var state = ThresholdState(
            Threshold(name: "errors", subject: .target("a"), measure: .errorRatio, limit: 0.05, windowSeconds: 100))
        for second in 0..<100 { state.observe(at: Self.start + Double(second), success: second % 20 != 0, seconds: 0.1) }
        // What equals the limit does not exceed it.
        let reading = state.reading(at: Self.start + 99)
        #expect(reading.value.map { abs($0 - 0.05) < 0.011 } == true)
        state.observe(at: Self.start + 99, success: false, seconds: nil)
        state.observe(at: Self.start + 99, success: false, seconds: nil)
        #expect(state.reading(at: Self.start + 99).isExceeded == true)
    }

    @Test func clockPutBackBeginsTheWaitAnew() {
        var state = Self.slow(hold: 60, window: 10)
        state.observe(at: Self.start, success: true, seconds: 0.9)
        state.observe(at: Self.start - 1000, success: true, seconds: 0.9)
        #expect(state.reading(at: Self.start - 1000).isExceeded == false)
        state.observe(at: Self.start - 935, success: true, seconds: 0.9)
        #expect(state.reading(at: Self.start - 935).isExceeded == true)
    }

    @Test(arguments: [Double.nan, .infinity, -1, 1e300])
    func nonsenseEndsWell(_ value: Double) {
        var state = ThresholdState(
            Threshold(
                name: "odd", subject: .component(.web), measure: .duration(.connect, percentile: 99), limit: value,
                holdSeconds: value, windowSeconds: value))
        state.observe(at: value, success: true, seconds: value)
        #expect(state.reading(at: value).value == nil)
        state.observe(at: Self.start, success: true, seconds: value)
        _ = state.reading(at: Self.start)
    }
}
