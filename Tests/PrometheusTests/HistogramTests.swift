import Testing

@testable import Prometheus

@Suite struct HistogramTests {
    @Test func countsEachObservationOnce() {
        var histogram = Histogram(Buckets([0.1, 1]))
        for seconds in [0, 0.1, 0.5, 1, 30] { histogram.observe(seconds: seconds) }
        histogram.observe(.milliseconds(250))
        #expect(histogram.counts == [2, 3, 1])
        #expect(histogram.count == 6)
        #expect(histogram.sum == 31.85)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -1])
    func dropsWhatNoClockCanSay(_ seconds: Double) {
        var histogram = Histogram(Buckets([1]))
        histogram.observe(seconds: seconds)
        #expect(histogram == Histogram(Buckets([1])))
    }
}
