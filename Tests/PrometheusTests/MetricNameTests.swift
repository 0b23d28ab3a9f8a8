import Testing

@testable import Prometheus

@Suite struct MetricNameTests {
    @Test(arguments: ["a", "node_memory_Active_anon_bytes", "_x", "A9"])
    func acceptsLegalNames(_ name: String) {
        #expect(MetricName.isValid(name))
    }

    @Test(arguments: ["", "9a", "a-b", "a:b", "a b", "é", "a{", "a\n", "a@", "a[", "a`", "a\u{5f}\u{301}"])
    func refusesOthers(_ name: String) {
        #expect(!MetricName.isValid(name))
        #expect(!MetricName.isValidLabel(name))
    }

    @Test(arguments: ["le", "quantile", "_x", "__name__"])
    func refusesReservedLabels(_ name: String) {
        #expect(!MetricName.isValidLabel(name))
    }
}
