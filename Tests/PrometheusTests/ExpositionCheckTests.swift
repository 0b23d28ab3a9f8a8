import Testing

@testable import Prometheus

@Suite struct ExpositionCheckTests {
    private let gauge = MetricFamily("x", .gauge, help: "X.")
    private let counter = MetricFamily("y_total", .counter, help: "Y.")

    private func problems(_ format: ExpositionFormat, _ write: (inout MetricSink) -> Void) -> [String] {
        ExpositionCheck.problems(in: Array(exposition(format, finished: true, write).utf8), format)
    }

    @Test(arguments: ExpositionFormat.allCases)
    func findsAFamilyBegunTwice(in format: ExpositionFormat) {
        let found = problems(format) {
            $0.begin(gauge)
            $0.sample("a", 1, 1)
            $0.begin(gauge)
            $0.sample("a", 2, 1)
        }
        #expect(found == ["family x begun twice"])
    }

    @Test(arguments: ExpositionFormat.allCases)
    func findsASeriesTwice(in format: ExpositionFormat) {
        let found = problems(format) {
            $0.begin(counter)
            $0.sample("a", "b c", 1)
            $0.sample("a", "b c", 2)
        }
        #expect(found == ["series y_total{a=\"b c\"} twice"])
    }

    @Test func findsASampleOutsideItsFamily() {
        let text = "# TYPE x histogram\nx_bucket{le=\"+Inf\"} 1\nx 1\n"
        #expect(ExpositionCheck.problems(in: Array(text.utf8), .text) == ["x within x"])
    }

    @Test(arguments: [("", "# EOF\n"), ("x", "x"), ("# EOF\n", "\n")])
    func findsAWrongEnd(text: String, openMetrics: String) {
        #expect(ExpositionCheck.problems(in: Array(text.utf8), .text).contains("wrong end") == (text != ""))
        #expect(
            ExpositionCheck.problems(in: Array(openMetrics.utf8), .openMetrics).contains("wrong end")
                == (openMetrics != "# EOF\n"))
    }
}
