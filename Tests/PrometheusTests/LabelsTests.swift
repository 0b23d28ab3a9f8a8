import Testing

@testable import Prometheus

@Suite struct LabelsTests {
    @Test func keepsOrderAndEscapes() {
        let labels: Labels = ["b": #"\""#, "a": "line\nfeed", "c": "Zürich 🟢", "d": ""]
        #expect(String(decoding: labels.bytes, as: UTF8.self) == #"b="\\\"",a="line\nfeed",c="Zürich 🟢",d="""#)
    }

    @Test func runtimeNamesGiveTheSameLabels() {
        #expect(Labels([("a", "1"), ("b", "2")]) == ["a": "1", "b": "2"])
        #expect(Labels([("b", "2"), ("a", "1")]) != ["a": "1", "b": "2"])
    }

    @Test func noLabelsLeaveNoBraces() {
        let written = exposition(.text) {
            $0.begin(MetricFamily("x", .gauge, help: "X."))
            $0.sample(Labels.none, 1)
            $0.sample(Labels.none, "a", "b", 2)
        }
        #expect(written.hasSuffix("\nx 1\nx{a=\"b\"} 2\n"))
    }
}
