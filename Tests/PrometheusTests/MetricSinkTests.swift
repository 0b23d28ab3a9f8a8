import Testing

@testable import Prometheus

@Suite struct MetricSinkTests {
    @Test(arguments: ExpositionFormat.allCases)
    func writesTheGolden(_ format: ExpositionFormat) {
        let written = exposition(format, finished: true, Golden.write)
        #expect(written == Golden.text(format))
        #expect(ExpositionCheck.problems(in: Array(written.utf8), format) == [])
    }

    @Test func labelsInStepsEqualLabelsAtOnce() {
        let gauge = MetricFamily("x", .gauge, help: "X.")
        let atOnce = exposition(.text) {
            $0.begin(gauge)
            $0.sample("a", "1", "b", 2, "c", "33".dropLast(), 4)
        }
        let inSteps = exposition(.text) {
            $0.begin(gauge)
            $0.label(["a": "1"])
            $0.label("b", 2)
            $0.label("c", Array("3".utf8).span)
            $0.value(4 as UInt64)
        }
        #expect(atOnce.hasSuffix("x{a=\"1\",b=\"2\",c=\"3\"} 4\n"))
        #expect(inSteps == atOnce)
    }

    @Test func rollbackForgetsEvenHalfASample() {
        let gauge = MetricFamily("x", .gauge, help: "X.")
        var sink = MetricSink(.text, capacityBytes: 0)
        sink.begin(gauge)
        sink.sample(1)
        let before = sink.bytes
        let mark = sink.mark
        sink.begin(MetricFamily("y", .gauge, help: "Y."))
        sink.label("half", "done")
        sink.rollback(to: mark)
        #expect(sink.bytes == before)
        sink.begin(gauge)
        sink.sample(2)
        #expect(String(decoding: sink.bytes, as: UTF8.self).hasSuffix("\nx 2\n"))
    }

    @Test func familyWithoutSamplesIsItsHeaderAlone() {
        let gauge = MetricFamily("x", .gauge, help: "X.")
        let pattern = MetricFamilyPattern("y_*", .gauge, help: "Y.")
        let header = "# HELP x X.\n# TYPE x gauge\n"
        #expect(exposition(.text) { $0.begin(gauge) } == header)
        #expect(exposition(.openMetrics, finished: true) { $0.begin(gauge) } == "# TYPE x gauge\n# HELP x X.\n# EOF\n")
        let several = exposition(.text) {
            $0.begin(gauge)
            $0.begin(pattern, "z")
            $0.begin(gauge)
            let mark = $0.mark
            $0.begin(pattern, "gone")
            $0.rollback(to: mark)
        }
        #expect(several == header + "# HELP y_z Y.\n# TYPE y_z gauge\n" + header)
    }

    @Test func everySampleHasItsName() {
        let written = exposition(.text) {
            $0.begin(MetricFamily("x", .untyped, help: "X."))
            for value in 1...3 { $0.sample(value) }
            $0.sample("a", "b", 4)
            $0.sample(5)
        }
        #expect(written.hasSuffix("untyped\nx 1\nx 2\nx 3\nx{a=\"b\"} 4\nx 5\n"))
    }

    @Test func anEmptyExpositionEndsAsItsFormatWants() {
        #expect(exposition(.text, finished: true) { _ in } == "")
        #expect(exposition(.openMetrics, finished: true) { _ in } == "# EOF\n")
    }
}
