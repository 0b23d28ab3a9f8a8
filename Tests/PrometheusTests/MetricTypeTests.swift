import Testing

@testable import Prometheus

@Suite struct MetricTypeTests {
    @Test func onlyUntypedIsSpeltDifferently() {
        #expect(MetricType.allCases.map { $0.keyword(in: .text) } == ["counter", "gauge", "histogram", "summary", "untyped"])
        #expect(
            MetricType.allCases.map { $0.keyword(in: .openMetrics) } == ["counter", "gauge", "histogram", "summary", "unknown"])
    }
}
