import Testing

@testable import Wire

@Suite struct AcceptHeaderTests {
    private func summary(_ value: String) -> [String] {
        AcceptHeader(value).clauses.map { clause in
            ([clause.name] + clause.parameters.map { "\($0.name)=\($0.value)" } + [String(clause.weight)]).joined(separator: " ")
        }
    }

    @Test func readsWhatPrometheusSends() {
        let value = """
            application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8;q=0.6,\
            application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=1.0.0;q=0.4,\
            text/plain;version=0.0.4;q=0.3,*/*;q=0.2
            """
        #expect(
            summary(value) == [
                "application/vnd.google.protobuf proto=io.prometheus.client.MetricFamily encoding=delimited escaping=allow-utf-8 600",
                "application/openmetrics-text version=1.0.0 escaping=allow-utf-8 500", "text/plain version=1.0.0 400",
                "text/plain version=0.0.4 300", "*/* 200",
            ])
        #expect(AcceptHeader(value).clauses.first?.parameter("encoding") == "delimited")
        #expect(AcceptHeader(value).clauses.first?.parameter("q") == nil)
    }

    @Test(arguments: [
        ("", []), ("a, b;q=0.5, c", ["a 1000", "c 1000", "b 500"]), ("a;q=0, b;q=0.001", ["b 1", "a 0"]),
        ("TEXT/Plain ; Version=\"0.0.4\" ;Q=1.000 , x", ["text/plain version=0.0.4 1000", "x 1000"]),
        ("a;x=\"b,\\\"c;\";y=d,e", ["a x=b,\"c; y=d 1000", "e 1000"]), ("a;q=0.5;ext=1", ["a ext=1 500"]),
        (",, a ,,", ["a 1000"]), ("a;;b=c;", ["a b=c 1000"]), ("a;q=0., b;q=1.", ["b 1000", "a 0"]),
        ("a;q=0.99999", ["a 999"]), ("*", ["* 1000"]), ("a;x=\"\"", ["a x= 1000"]),
    ])
    func parses(value: String, expected: [String]) {
        #expect(summary(value) == expected)
    }

    @Test(arguments: [
        "a b, ok", "a;q=2, ok", "a;q=-1, ok", "a;q=1.001, ok", "a;q=.5, ok", "a;q=x, ok", "a;q, ok", "a;q=, ok", "a/, ok",
        "/a, ok",
        "a/b/c, ok", "a;b=\"c, ok", "=, ok", "a;=b, ok", "é, ok", "\0, ok", "a;b = c, ok", "a;q=\"0.5, ok",
    ])
    func skipsGarbage(value: String) {
        #expect(summary(value) == ["ok 1000"])
    }

    @Test(
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZip", true), ("x-gzip", true), ("gzip, deflate, br, zstd", true),
            ("gzip;q=0", false), ("gzip;q=0.0, *", false), ("*", true), ("*;q=0", false), ("deflate", false), ("identity", false),
            ("gzip;q=0.5", true), ("gzip;q=0.5, identity", false), ("gzip;q=0.5, identity;q=0.5", true), ("identity;q=0", false),
            ("gzip;q=0.1, identity;q=0", true), ("*;q=0.5, identity;q=0.6", false), ("gzip;q=x", false),
            ("br;q=1.0, gzip;q=0.8, *;q=0.1", true),
            ("gzipped", false),
        ] as [(String?, Bool)])
    func negotiatesGzip(value: String?, expected: Bool) {
        #expect(AcceptHeader.acceptsGzip(value) == expected)
    }

    @Test(arguments: [",", ";", "\"", "a;b=\"", "a;b=\"\\", "a,", "a;q=0.5,", "a;x=\",a;x=\\\""])
    func staysLinearOnTheWorstShapes(unit: String) {
        let value = String(repeating: unit, count: 10_240 / unit.utf8.count)
        #expect(AcceptHeader(value).clauses.count <= 10_240)
    }
}
