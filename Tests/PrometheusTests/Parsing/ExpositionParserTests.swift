import Testing

@testable import Prometheus

@Suite struct ExpositionParserTests {
    @Test func readsNamesLabelsEscapesAndNumbers() throws {
        let families = try parse(
            """
            # a comment, and an empty line

            # HELP jobs_total Jobs done,\\nwith a \\\\ and a ".
            # TYPE jobs_total counter
            jobs_total{name="a \\"b\\"\\n\\\\",host = "é" , } 12.5e3
            \t jobs_total\t7
            queue:depth -0.25
            limit +Inf
            nothing nan

            """)
        #expect(
            families.dropLast() == [
                ParsedFamily(
                    name: "jobs_total", type: .counter, help: "Jobs done,\nwith a \\ and a \".",
                    series: [
                        series([("host", "é"), ("name", "a \"b\"\n\\")], 12500), series([], 7),
                    ]),
                ParsedFamily(name: "queue:depth", type: .untyped, help: nil, series: [series([], -0.25)]),
                ParsedFamily(name: "limit", type: .untyped, help: nil, series: [series([], .infinity)]),
            ])
        guard case .number(let value) = families[3].series[0].value else { throw Unexpected() }
        #expect(value.isNaN)
    }

    @Test func gathersPartsOfHistogramsAndSummaries() throws {
        let families = try parse(
            """
            # TYPE wait histogram
            wait_bucket{le="+Inf",q="a"} 3
            wait_bucket{q="a",le="0.5"} 1
            wait_sum{q="b"} 9
            wait_sum{q="a"} 4.5
            wait_count{q="a"} 3
            # TYPE size summary
            size{quantile="0.9"} NaN
            size{quantile="0.5"} 2
            size{quantile="0.9"} 7
            size_count 5
            # TYPE plain_count gauge
            plain_count 6

            """)
        #expect(
            families == [
                ParsedFamily(
                    name: "wait", type: .histogram, help: nil,
                    series: [
                        distribution([("q", "a")], [(0.5, 1), (.infinity, 3)], sum: 4.5, count: 3),
                        distribution([("q", "b")], [], sum: 9, count: nil),
                    ]),
                ParsedFamily(
                    name: "size", type: .summary, help: nil, series: [distribution([], [(0.5, 2), (0.9, 7)], sum: nil, count: 5)]),
                ParsedFamily(name: "plain_count", type: .gauge, help: nil, series: [series([], 6)]),
            ])
    }

    @Test(
        arguments: [
            ("a 1", 1, .unterminated),
            ("a 1\nb 2\n# half a comm", 3, .unterminated),
            ("1a 2\n", 1, .metricName),
            ("{\"a\"} 2\n", 1, .metricName),
            ("# HELP 1a text\n", 1, .metricName),
            ("# TYPE a-b gauge\n", 1, .metricName),
            ("a{1=\"\"} 1\n", 1, .labelName),
            ("a{,} 1\n", 1, .labelName),
            ("a{b:c=\"\"} 1\n", 1, .equalsSign),
            ("a{__name__=\"b\"} 1\n", 1, .reservedLabel),
            ("a{b=\"1\",b=\"2\"} 1\n", 1, .labelTwice),
            ("a{b=\"1\",c=\"\",b=\"\"} 1\n", 1, .labelTwice),
            ("a{b} 1\n", 1, .equalsSign),
            ("a{b=1} 1\n", 1, .quote),
            ("a{b=\"1\n\"} 1\n", 1, .quote),
            ("a{b=\"1\\", 1, .unterminated),
            ("a{b=\"1\\\n\"} 1\n", 1, .quote),
            ("a{b=\"1\" c=\"2\"} 1\n", 1, .labelEnd),
            ("a{b=\"1\"\n", 1, .labelEnd),
            ("a{b=\"\\t\"} 1\n", 1, .escape),
            ("# HELP a \\x\n", 1, .escape),
            ("# HELP a \\\n", 1, .escape),
            ("\n\na\n", 3, .value),
            ("a one\n", 1, .value),
            ("a 0x1F\n", 1, .value),
            ("a 1_000\n", 1, .value),
            ("a 1e\n", 1, .value),
            ("a 1e999\n", 1, .value),
            ("a .\n", 1, .value),
            ("a +nan\n", 1, .value),
            ("a 1\r\n", 1, .value),
            ("a 1 1441205977284\n", 1, .timestamp),
            ("a 1 -1\n", 1, .timestamp),
            ("a 1 2 3\n", 1, .timestamp),
            ("a 1 b\n", 1, .rest),
            ("# TYPE a stateset\n", 1, .type),
            ("# TYPE a gauge counter\n", 1, .type),
            ("# TYPE a gauge\n# TYPE a gauge\n", 2, .secondType),
            ("a 1\n# TYPE a gauge\n", 2, .secondType),
            ("# HELP a b\n# HELP a b\n", 2, .secondHelp),
            ("# TYPE a histogram\na_bucket{le=\"x\"} 1\n", 2, .position),
            ("# TYPE a summary\na{quantile=\"NaN\"} 1\n", 2, .position),
            ("# TYPE a histogram\na_bucket{le=\"1\",le=\"2\"} 1\n", 2, .labelTwice),
            ("# TYPE a histogram\na 1\n", 2, .noPart),
            ("# TYPE a histogram\na_bucket 1\n", 2, .noPart),
            ("# TYPE a summary\na 1\n", 2, .noPart),
            ("# TYPE a summary\na_sum{quantile=\"1\"} 1\n", 2, .noPart),
            ("# TYPE a histogram\na_bucket{le=\"1\"} 1.5\n", 2, .count),
            ("# TYPE a histogram\na_count -1\n", 2, .count),
            ("# TYPE a summary\na_count NaN\n", 2, .count),
            ("# TYPE a summary\na_count 1e30\n", 2, .count),
        ] as [(String, Int, ExpositionSyntaxError.Problem)])
    func refusesWhatTheFormatDoesNotHave(text: String, line: Int, problem: ExpositionSyntaxError.Problem) {
        #expect(throws: ExpositionSyntaxError(line: line, problem)) { try parse(text) }
    }

    @Test func refusesLabelsThatAreNotUTF8ButNotHelp() throws {
        let label = Array("a{b=\"".utf8) + [0xff] + Array("\"} 1\n".utf8)
        #expect(throws: ExpositionSyntaxError(line: 1, .notUTF8)) { try ExpositionParser.parse(label.span) }
        let help = Array("# HELP a ".utf8) + [0xff] + Array("\na 1\n".utf8)
        #expect(try ExpositionParser.parse(help.span).first?.help == "\u{fffd}")
    }

    @Test(arguments: [
        "", "\n", "  ", "# EOF\n", "#\n", "# HELP\n", "# HELP a\n", "# TYPE a gauge\n", "# HELP a text\n", "# TYPE a \n",
    ])
    func familiesWithoutSamplesAreNone(text: String) throws {
        #expect(try parse(text).isEmpty)
    }

    @Test(arguments: ["GAUGE", "Gauge", "gauge \t"])
    func typesAreReadAsOthersReadThem(word: String) throws {
        #expect(try parse("# TYPE a \(word)\na 1\n").first?.type == .gauge)
    }

    @Test(
        arguments: [
            "0", "-0", "1", "007", "1.", ".5", "+2.5", "123456789012345", "1234567890123456789012", "0.1", "0.000000000000001",
            "1e22", "1E-7", "1.7976931348623157e308", "5e-324", "1e-400", "2.2250738585072014e-308", "9007199254740993",
            "118821.284256", "-Inf", "infinity",
        ])
    func numbersAreTheNearestDoubles(text: String) throws {
        let value = try #require(try parse("a \(text)\n").first?.series.first?.value)
        #expect(value == .number(try #require(Double(text))))
    }

    /// Every beginning of a text is read or refused, and so is the text with any one byte another.
    @Test func noTextTraps() {
        let text = Array(
            """
            # HELP h Some \\\\ help.
            # TYPE h histogram
            h_bucket{a="\\"x",le="+Inf"} 3
            h_sum{a="x"} 1.5e3
            h_count 18446744073709551615
            # TYPE s summary
            s{quantile="0.5"} -.5
            u{é="é"} nan 12

            """.utf8)
        var read = 0
        for end in 0...text.count {
            let head = Array(text[..<end])
            if (try? ExpositionParser.parse(head.span)) != nil { read += 1 }
        }
        #expect(read >= 5)
        for index in text.indices {
            for byte in [0, 9, 10, 32, 34, 35, 44, 48, 61, 92, 123, 125, 255] as [UInt8] {
                var changed = text
                changed[index] = byte
                _ = try? ExpositionParser.parse(changed.span)
            }
        }
    }

    /// A summary of a hundred thousand quantiles and as many series take no more than their share.
    @Test func manySeriesAreReadInOneGo() throws {
        var text = "# TYPE s summary\n"
        for index in 0..<100_000 { text += "s{quantile=\"\(index)\"} 1\nu{i=\"\(index)\"} 2\n" }
        let families = try parse(text)
        #expect(families.map(\.series.count) == [1, 100_000])
    }

    private struct Unexpected: Error {}

    private func parse(_ text: String) throws(ExpositionSyntaxError) -> [ParsedFamily] {
        let bytes = Array(text.utf8)
        return try ExpositionParser.parse(bytes.span)
    }

    private func series(_ labels: [(String, String)], _ value: Double) -> ParsedSeries {
        ParsedSeries(labels: labels.map { ParsedLabel($0, $1) }, value: .number(value))
    }

    private func distribution(
        _ labels: [(String, String)], _ points: [(Double, Double)], sum: Double?, count: Double?
    ) -> ParsedSeries {
        let points = points.map { ParsedDistribution.Point($0, $1) }
        return ParsedSeries(
            labels: labels.map { ParsedLabel($0, $1) },
            value: .distribution(ParsedDistribution(points: points, sum: sum, count: count)))
    }
}
