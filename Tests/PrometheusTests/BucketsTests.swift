import Testing

@testable import Prometheus

@Suite struct BucketsTests {
    @Test(
        arguments: [
            (0, "0", "0.0"), (0.001, "0.001", "0.001"), (0.95, "0.95", "0.95"), (1, "1", "1.0"), (1.7, "1.7", "1.7"),
            (10, "10", "10.0"),
            (1e-10, "1e-10", "1e-10"), (1e-05, "1e-05", "1e-05"), (0.0001, "0.0001", "0.0001"), (100_000, "100000", "100000.0"),
            (1e6, "1e+06", "1e+06"), (1_048_576, "1.048576e+06", "1.048576e+06"), (1_234_567.5, "1.2345675e+06", "1.2345675e+06"),
            (1e10, "1e+10", "1e+10"), (-2e6, "-2e+06", "-2e+06"), (1e20, "1e+20", "1e+20"), (1e300, "1e+300", "1e+300"),
        ] as [(Double, String, String)])
    func spellsBoundsAsTheFieldDoes(_ bound: Double, _ text: String, _ openMetrics: String) {
        let buckets = Buckets([bound])
        func spelt(_ format: ExpositionFormat) -> [String] {
            buckets.labels(in: format).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(spelt(.text) == ["le=\"\(text)\"", "le=\"+Inf\""])
        #expect(spelt(.openMetrics) == ["le=\"\(openMetrics)\"", "le=\"+Inf\""])
        #expect(Double(text) == bound)
    }

    @Test func aBoundBelongsToItsBucket() {
        let buckets = Buckets([0.1, 1])
        #expect([0, 0.1, 0.2, 1, 1.0.nextUp].map(buckets.index) == [0, 0, 1, 1, 2])
    }
}
