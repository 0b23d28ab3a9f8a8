import Testing

@testable import Prometheus

@Suite struct ParsedFamilyTests {
    @Test func textIsWhatWasRead() throws {
        let text = """
            # HELP a_total Things,\\nwith a \\\\.
            # TYPE a_total counter
            a_total{b="",c="1\\"2"} 1
            a_total{b="x",c=""} 2.5
            # HELP h Read.
            # TYPE h histogram
            h_bucket{b="x",le="0.5"} 1
            h_bucket{b="x",le="1.6384e+06"} 2
            h_bucket{b="x",le="+Inf"} 3
            h_sum{b="x"} 4.5
            h_count{b="x"} 3
            # HELP s Read.
            # TYPE s summary
            s{quantile="0.5"} NaN
            s_sum 1
            s_count 2
            # HELP u Read.
            # TYPE u untyped
            u +Inf

            """
        #expect(try written(text, .text) == text)
    }

    @Test func openMetricsHasItsOwnNamesTypesAndSpellings() throws {
        let text = """
            # TYPE a_total counter
            a_total 1
            # TYPE b counter
            b 2
            # TYPE h histogram
            h_bucket{le="1"} 1
            h_count 3
            # TYPE u_seconds gauge
            u_seconds 4

            """
        #expect(
            try written(text, .openMetrics) == """
                # TYPE a counter
                # HELP a Read.
                a_total 1
                # TYPE b unknown
                # HELP b Read.
                b 2
                # TYPE h histogram
                # HELP h Read.
                h_bucket{le="1.0"} 1
                h_bucket{le="+Inf"} 3
                h_sum 0
                h_count 3
                # TYPE u_seconds gauge
                # UNIT u_seconds seconds
                # HELP u_seconds Read.
                u_seconds 4
                # EOF

                """)
    }

    @Test func counterWhoseFamilyNameIsTakenIsUnknownToOpenMetrics() {
        let family = ParsedFamily(
            name: "a_total", type: .counter, help: "Help.", series: [ParsedSeries(labels: [], value: .number(1))])
        for (format, type) in [(ExpositionFormat.openMetrics, "unknown"), (.text, "counter")] {
            var sink = MetricSink(format)
            sink.family(family, help: "", bareNameIsTaken: true)
            #expect(String(decoding: sink.bytes, as: UTF8.self).contains("# TYPE a_total \(type)\n"))
        }
    }

    @Test(arguments: ExpositionFormat.allCases)
    func partsThatAreMissingAreMadeUp(format: ExpositionFormat) throws {
        let text = """
            # TYPE h histogram
            h_bucket{le="+Inf"} 3
            # TYPE s summary
            s_sum 2

            """
        let written = try written(text, format)
        #expect(written.contains("h_bucket{le=\"+Inf\"} 3\nh_sum 0\nh_count 3\n"))
        #expect(written.contains("s_sum 2\ns_count 0\n"))
    }

    private func written(_ text: String, _ format: ExpositionFormat) throws -> String {
        let bytes = Array(text.utf8)
        var sink = MetricSink(format)
        for family in try ExpositionParser.parse(bytes.span) { sink.family(family, help: "Read.") }
        sink.finish()
        #expect(ExpositionCheck.problems(in: sink.bytes, format).isEmpty)
        return String(decoding: sink.bytes, as: UTF8.self)
    }
}
