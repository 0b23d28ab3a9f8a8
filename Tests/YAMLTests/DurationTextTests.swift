import Testing

@testable import YAML

@Suite struct DurationTextTests {
    @Test(
        arguments: [
            ("0", .zero), ("0s", .zero), ("500ms", .milliseconds(500)), ("5s", .seconds(5)), ("1m30s", .seconds(90)),
            ("1h", .seconds(3600)), ("2d", .seconds(172_800)), ("1w", .seconds(604_800)), ("1y", .seconds(31_536_000)),
            ("1y2w3d4h5m6s7ms", .milliseconds(31_536_000_000 + 1_209_600_000 + 259_200_000 + 14_400_000 + 306_007)),
            ("90m", .seconds(5400)), ("00005s", .seconds(5)), ("9223372036854ms", .milliseconds(9_223_372_036_854)),
        ] as [(String, Duration)])
    func readsWhatPrometheusReads(text: String, expected: Duration) {
        #expect(DurationText.parse(text) == expected)
    }

    @Test(
        arguments: [
            "", "5", "00", "s", "ms", "-5s", "+5s", "1.5s", "5 s", " 5s", "5s ", "5S", "5sec", "30s1m", "1m1m", "1ms1s", "1h5",
            "5us", "5ns", "5µs", "1M", "٥s", "5s\0", "9223372036855ms", "293y", "99999999999999999999s", "9223372036854775807y",
            "292y9223372036854775807ms",
        ])
    func refusesWhatPrometheusRefuses(text: String) {
        #expect(DurationText.parse(text) == nil)
    }

    @Test(arguments: ["0", "500ms", "5s", "1m30s", "1h", "2d", "1w", "1y2w3d4h5m6s7ms"])
    func writesWhatItReads(text: String) throws {
        #expect(DurationText.format(try #require(DurationText.parse(text))) == text)
    }
}
