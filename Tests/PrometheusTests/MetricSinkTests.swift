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

    @Test func anEmptyExpositionEndsAsItsFormatWants() {
        #expect(exposition(.text, finished: true) { _ in } == "")
        #expect(exposition(.openMetrics, finished: true) { _ in } == "# EOF\n")
    }
}
