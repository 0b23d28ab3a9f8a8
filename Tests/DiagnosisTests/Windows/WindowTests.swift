import Testing

@testable import Diagnosis

@Suite struct WindowTests {
    private struct Event {
        var at: Double
        var success: Bool
        var seconds: Double
    }

    private static let start = 1_700_000_000.0

    /// A stream with bursts, gaps and failures; latencies from 1 ms to 30 s.
    private static func stream(seed: UInt64) -> [Event] {
        var generator = SeededGenerator(seed: seed)
        var time = start
        return (0..<4000).map { _ in
            time +=
                Int.random(in: 0..<200, using: &generator) == 0
                ? .random(in: 0...7200, using: &generator)
                : .random(in: 0...40, using: &generator)
            let seconds = 0.001 * Double(1 << Int.random(in: 0..<14, using: &generator)) * .random(in: 1...2, using: &generator)
            return Event(at: time, success: Int.random(in: 0..<10, using: &generator) > 0, seconds: seconds)
        }
    }

    @Test(arguments: WindowSpan.allCases, [1, 2, 3] as [UInt64])
    func agreesWithRecountingEverything(_ span: WindowSpan, seed: UInt64) throws {
        var window = Window()
        var seen: [Event] = []
        for (index, event) in Self.stream(seed: seed).enumerated() {
            window.observe(at: event.at, success: event.success, seconds: event.seconds)
            seen.append(event)
            guard index % 37 == 0 else { continue }
            let summary = try #require(window.summary(over: span, at: event.at))
            let current = (event.at / Double(span.widthSeconds)).rounded(.down)
            let inside = seen.filter { ($0.at / Double(span.widthSeconds)).rounded(.down) > current - Double(span.bucketCount) }
            #expect(summary.probes == inside.count)
            #expect(summary.failures == inside.count { !$0.success })
            #expect(summary.errorRatio == Double(summary.failures) / Double(summary.probes))
            #expect(inside.allSatisfy { $0.at > event.at - span.seconds })
            let latencies = inside.filter(\.success).map(\.seconds).sorted()
            try #require((summary.latency == nil) == latencies.isEmpty)
            guard let latency = summary.latency else { continue }
            for (q, value) in [(0.5, latency.median), (0.9, latency.p90), (0.99, latency.p99)] {
                let exact = latencies[max(0, Int((q * Double(latencies.count)).rounded(.up)) - 1)]
                #expect(abs(value - exact) <= exact / 32 * 1.000001, "q \(q): \(value) for \(exact)")
            }
        }
    }

    @Test(arguments: WindowSpan.allCases)
    func agreesWithRecountingTime(_ span: WindowSpan) throws {
        var generator = SeededGenerator(seed: 5)
        var window = Window()
        var time = Self.start
        var stretches: [(from: Double, to: Double, isUp: Bool)] = []
        var last: (at: Double, isUp: Bool?) = (time, nil)
        for index in 0..<6000 {
            time += .random(in: 0...30, using: &generator)
            if index % 500 == 0 { time += 3600 }
            let isUp: Bool? = [true, true, true, false, nil].randomElement(using: &generator) ?? nil
            window.report(at: time, isUp: isUp)
            if let was = last.isUp { stretches.append((last.at, min(time, last.at + 180), was)) }
            last = (time, isUp)
            guard index % 97 == 96 else { continue }
            let width = Double(span.widthSeconds)
            let begin = ((time / width).rounded(.down) - Double(span.bucketCount - 1)) * width
            let cut = stretches.map { (seconds: max(0, $0.to - max($0.from, begin)), isUp: $0.isUp) }
            let observed = cut.reduce(0) { $0 + $1.seconds }
            let up = cut.reduce(0) { $0 + ($1.isUp ? $1.seconds : 0) }
            let summary = window.summary(over: span, at: time)
            #expect(abs((summary?.observedSeconds ?? 0) - observed) < 1e-3)
            if observed > 0 {
                let ratio = try #require(summary?.uptimeRatio)
                #expect(abs(ratio - up / observed) < 1e-6)
            }
        }
    }

    @Test func unobservedTimeIsNeitherUpNorDown() throws {
        var window = Window()
        window.report(at: Self.start, isUp: true)
        window.report(at: Self.start + 1800, isUp: false)
        window.report(at: Self.start + 1860, isUp: nil)
        window.report(at: Self.start + 1920, isUp: true)
        let summary = try #require(window.summary(over: .day, at: Self.start + 1920))
        #expect(summary.observedSeconds == 240)
        #expect(summary.uptimeRatio == 0.75)
    }

    @Test func saysNothingOfNothing() {
        var window = Window()
        for span in WindowSpan.allCases { #expect(window.summary(over: span, at: Self.start) == nil) }
        window.observe(at: Self.start, success: true, seconds: 0.1)
        #expect(window.summary(over: .fiveMinutes, at: Self.start)?.uptimeRatio == nil)
        #expect(window.summary(over: .fiveMinutes, at: Self.start + 301) == nil)
        #expect(window.summary(over: .hour, at: Self.start + 301)?.probes == 1)
        #expect(window.summary(over: .hour, at: Self.start - 301) == nil)
    }

    @Test func failuresHaveNoLatency() {
        var window = Window()
        window.observe(at: Self.start, success: false, seconds: 10)
        let summary = window.summary(over: .fiveMinutes, at: Self.start)
        #expect(summary?.errorRatio == 1)
        #expect(summary?.latency == nil)
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, -1, 1e300, .greatestFiniteMagnitude])
    func passesOverTimesOutsideAnyCalendar(_ time: Double) {
        var window = Window()
        window.observe(at: time, success: true, seconds: 1)
        window.report(at: time, isUp: true)
        window.report(at: Self.start, isUp: true)
        window.report(at: time, isUp: false)
        #expect(window.summary(over: .day, at: time) == nil)
        #expect(window.summary(over: .hour, at: Self.start)?.probes ?? 0 == 0)
    }

    @Test(arguments: [Double.nan, -1, 0, 1e-9, 0x1p-14, 127.9, 128, 1e300, .infinity])
    func takesAnyLatency(_ seconds: Double) throws {
        var window = Window()
        window.observe(at: Self.start, success: true, seconds: seconds)
        let median = try #require(window.summary(over: .fiveMinutes, at: Self.start)?.latency?.median)
        #expect((0x1p-14...0x1p7).contains(median))
    }

    @Test func startsAnewWhenTheClockIsPutBack() {
        var window = Window()
        window.observe(at: Self.start + 3600, success: false, seconds: 1)
        window.observe(at: Self.start, success: true, seconds: 1)
        let summary = window.summary(over: .hour, at: Self.start)
        #expect(summary?.probes == 1)
        #expect(summary?.failures == 0)
    }
}
