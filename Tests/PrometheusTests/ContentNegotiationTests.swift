import Testing

@testable import Prometheus

@Suite struct ContentNegotiationTests {
    private static let text = "text/plain; version=0.0.4; charset=utf-8; escaping="
    private static let openMetrics = "application/openmetrics-text; version=1.0.0; charset=utf-8; escaping="
    private static let protobuf =
        "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,"

    private static func prometheus3(_ escaping: String) -> String {
        "application/openmetrics-text;version=1.0.0;escaping=\(escaping);q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,"
            + "text/plain;version=1.0.0;escaping=\(escaping);q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2"
    }

    /// What real readers send.
    @Test(
        arguments: [
            (nil, text + "underscores"),
            ("*/*", text + "underscores"),
            (prometheus3("allow-utf-8"), openMetrics + "allow-utf-8"),
            (prometheus3("underscores"), openMetrics + "underscores"),
            (prometheus3("values"), openMetrics + "values"),
            (prometheus3("dots"), openMetrics + "dots"),
            (protobuf + prometheus3("allow-utf-8"), openMetrics + "allow-utf-8"),
            (
                "application/openmetrics-text;version=1.0.0;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,"
                    + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2", openMetrics + "underscores"
            ),
            ("application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1", text + "underscores"),
            ("text/plain;version=0.0.4;q=1,*/*;q=0.1", text + "underscores"),
            ("text/plain", text + "underscores"),
            (
                "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1",
                openMetrics + "underscores"
            ),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", text + "underscores"),
            ("application/openmetrics-text", openMetrics + "underscores"),
            ("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", text + "underscores"),
            ("not a header;;;q=x", text + "underscores"),
        ] as [(String?, String)])
    func answersRealReaders(_ accept: String?, _ contentType: String) {
        #expect(ContentNegotiation(accept: accept).contentType == contentType)
    }

    @Test(arguments: [
        ("text/plain;version=1.0.0,application/openmetrics-text;q=0.1", openMetrics + "underscores"),
        ("text/plain;version=1.0.0;escaping=dots", text + "dots"),
        ("text/*,application/openmetrics-text", text + "underscores"),
        ("text/plain;q=0.5,application/openmetrics-text;q=0.6", openMetrics + "underscores"),
        ("application/openmetrics-text;q=0", text + "underscores"),
        ("application/openmetrics-text;q=0,text/plain;q=0", text + "underscores"),
        ("APPLICATION/OpenMetrics-Text; Version=\"1.0.0\"; charset=utf-8", openMetrics + "underscores"),
        ("application/openmetrics-text;version=0.0.1", text + "underscores"),
        ("application/openmetrics-text;escaping=cyrillic", openMetrics + "underscores"),
        ("text/plain;q=0.9,application/openmetrics-text;escaping=values;q=0.1", text + "underscores"),
        ("application/json;escaping=values,text/plain;q=0.1", text + "values"),
        ("application/json", text + "underscores"),
        ("", text + "underscores"),
    ])
    func followsTheRules(_ accept: String, _ contentType: String) {
        #expect(ContentNegotiation(accept: accept).contentType == contentType)
    }

    @Test func formatAndContentTypeAgree() {
        #expect(ContentNegotiation(accept: "text/plain").format == .text)
        #expect(ContentNegotiation(accept: "application/openmetrics-text").format == .openMetrics)
    }
}
