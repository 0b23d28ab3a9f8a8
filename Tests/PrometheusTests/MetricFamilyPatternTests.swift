import Testing

@testable import Prometheus

@Suite struct MetricFamilyPatternTests {
    private let memory = MetricFamilyPattern("node_memory_*_bytes", .gauge, help: "Memory information field *_bytes.")
    private let events = MetricFamilyPattern("node_*_total", .counter, help: "Events: * and *.")

    @Test(arguments: ExpositionFormat.allCases)
    func isTheFamilyItStandsFor(in format: ExpositionFormat) {
        let family = MetricFamily("node_memory_Dirty_bytes", .gauge, help: "Memory information field Dirty_bytes.")
        let expected = exposition(format) {
            $0.begin(family)
            $0.sample(7)
        }
        let written = exposition(format) {
            $0.begin(memory, "Dirty")
            $0.sample(7)
        }
        #expect(written == expected)
    }

    @Test func sanitizesNamesAndEscapesHelp() {
        let written = exposition(.text) {
            $0.begin(memory, "Active(an\né)\\")
            $0.sample(1)
        }
        #expect(
            written == #"""
                # HELP node_memory_Active_an____\#u{5f}_bytes Memory information field Active(an\né)\\_bytes.
                # TYPE node_memory_Active_an____\#u{5f}_bytes gauge
                node_memory_Active_an____\#u{5f}_bytes 1

                """#)
    }

    @Test func helpMayShowAnotherSpelling() {
        let written = exposition(.openMetrics) {
            $0.begin(events, "Tcp_InSegs", inHelp: "TcpInSegs")
            $0.sample(1)
        }
        #expect(
            written == """
                # TYPE node_Tcp_InSegs counter
                # HELP node_Tcp_InSegs Events: TcpInSegs and TcpInSegs.
                node_Tcp_InSegs_total 1

                """)
    }
}
