import Testing

@testable import Exporter

@Suite struct ProbeTimeoutTests {
    /// Header, offset, module, result, all in milliseconds.
    @Test(
        arguments: [
            (nil, 500, nil, 119_500), (nil, 500, 5000, 5000), ("10", 500, nil, 9500), ("10", 500, 5000, 5000),
            ("10", 500, 20_000, 9500),
            ("0", 500, nil, 119_500), ("10.25", 250, nil, 10_000), ("1e1", 500, nil, 9500), ("10", 0, nil, 10_000),
            // Nothing would be left of the scrape's.
            ("0.4", 500, 5000, 5000), ("0.4", 500, nil, 200), ("0.5", 500, nil, 250), ("0.5", 500, 100, 100),
            // No scraper waits so long.
            ("1e300", 500, nil, 3_599_500), ("1e300", 500, 1000, 1000),
        ] as [(String?, Int, Int?, Int)])
    func followsTheScraperAndTheModule(header: String?, offset: Int, module: Int?, expected: Int) {
        let duration = ProbeTimeout.duration(
            header: header, offset: .milliseconds(offset), module: module.map { .milliseconds($0) })
        #expect(duration == .milliseconds(expected))
    }

    @Test(arguments: ["", "x", "10s", "-1", "NaN", "inf", "1,5", " 10", "0x"])
    func refusesWhatIsNoTime(header: String) {
        #expect(ProbeTimeout.duration(header: header, offset: .milliseconds(500), module: .seconds(5)) == nil)
    }
}
