import Testing

@testable import Prometheus

@Suite struct MetricFamilyTests {
    @Test func counterLosesItsSuffixInOpenMetricsMetadataOnly() {
        let family = MetricFamily("node_cpu_seconds_total", .counter, help: "Seconds.")
        #expect(
            exposition(.text) {
                $0.begin(family)
                $0.sample(1.5)
            } == """
                # HELP node_cpu_seconds_total Seconds.
                # TYPE node_cpu_seconds_total counter
                node_cpu_seconds_total 1.5

                """)
        #expect(
            exposition(.openMetrics) {
                $0.begin(family)
                $0.sample(1.5)
            } == """
                # TYPE node_cpu_seconds counter
                # UNIT node_cpu_seconds seconds
                # HELP node_cpu_seconds Seconds.
                node_cpu_seconds_total 1.5

                """)
    }

    @Test func unitNeedsItsOwnWord() {
        let names = ["a_bytes", "a_ratio", "bytes", "kilobytes", "a_seconds_x"]
        let units = names.map { name in
            exposition(.openMetrics) { $0.begin(MetricFamily(name, .gauge, help: "")) }.contains("# UNIT")
        }
        #expect(units == [true, true, false, false, false])
    }

    @Test func helpIsEscapedAsEachFormatDemands() {
        let family = MetricFamily("x", .untyped, help: #"a\b "c""# + "\nd é")
        #expect(exposition(.text) { $0.begin(family) } == #"# HELP x a\\b "c"\nd é"# + "\n# TYPE x untyped\n")
        #expect(exposition(.openMetrics) { $0.begin(family) } == "# TYPE x unknown\n" + #"# HELP x a\\b \"c\"\nd é"# + "\n")
    }
}
