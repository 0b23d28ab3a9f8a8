import Testing

@testable import Prometheus

@Suite struct LiveFamilyTests {
    private enum Reason: String, CaseIterable { case timeout, refused }

    @Test func countersExistAtZeroAndKeepTheirOrder() {
        let failures = CounterFamily(
            MetricFamily("whatsapp_failures_total", .counter, help: "F."), keys: Reason.allCases
        ) { ["reason": $0.rawValue] }
        failures[.refused]?.increment()
        failures[.refused]?.increment(by: 2)
        #expect(
            exposition(.text, failures.write) == """
                # HELP whatsapp_failures_total F.
                # TYPE whatsapp_failures_total counter
                whatsapp_failures_total{reason="timeout"} 0
                whatsapp_failures_total{reason="refused"} 3

                """)
    }

    @Test func aGaugeWithNothingToSayIsLeftOut() {
        let expiry = GaugeFamily(MetricFamily("x", .gauge, help: "X."), keys: Reason.allCases, initially: .nan) {
            ["reason": $0.rawValue]
        }
        expiry[.timeout]?.set(1.5)
        expiry[.timeout]?.add(-2)
        #expect(exposition(.text, expiry.write).hasSuffix("# TYPE x gauge\nx{reason=\"timeout\"} -0.5\n"))
    }

    @Test func histogramsAreKeptApart() {
        let phases = HistogramFamily(MetricFamily("x", .histogram, help: "X."), Buckets([1]), keys: ["dns", "tls"]) {
            ["phase": $0]
        }
        phases.observe(.seconds(2), "tls")
        phases.observe(.seconds(2), "nowhere")
        #expect(phases["dns"]?.count == 0)
        #expect(phases["tls"]?.count == 1)
        #expect(
            exposition(.text, phases.write).contains(
                "x_bucket{phase=\"tls\",le=\"1\"} 0\nx_bucket{phase=\"tls\",le=\"+Inf\"} 1\n"))
    }

    @Test func aKeyOutsideTheSetHasNoSeries() {
        let counters = CounterFamily(MetricFamily("x_total", .counter, help: "X."), keys: [1]) { ["n": "\($0)"] }
        let gauges = GaugeFamily(MetricFamily("x", .gauge, help: "X."), keys: [1]) { ["n": "\($0)"] }
        #expect(counters[2] == nil)
        #expect(gauges[2] == nil)
        #expect(gauges[1]?.value == 0)
    }

    @Test func concurrentWritersLoseNothing() async {
        let counter = Counter()
        let gauge = Gauge()
        let histograms = HistogramFamily(MetricFamily("x", .histogram, help: "X."), Buckets([1]), keys: [0]) { _ in [:] }
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        counter.increment()
                        gauge.add(1)
                        histograms.observe(.seconds(1), 0)
                    }
                }
            }
        }
        #expect(counter.value == 8000)
        #expect(gauge.value == 8000)
        #expect(histograms[0]?.count == 8000)
        #expect(histograms[0]?.sum == 8000)
    }
}
