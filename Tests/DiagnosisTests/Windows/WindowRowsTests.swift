import Testing
import WhatsApp

@testable import Diagnosis

@Suite struct WindowRowsTests {
    private static let start = 1_700_000_100.0

    /// A month with an outage of an hour a week, a probe every 40 seconds.
    private static func month() -> (Window, rows: [UptimeRow], now: Double) {
        var generator = SeededGenerator(seed: 3)
        var window = Window()
        var rows: [Double: UptimeRow] = [:]
        var time = start
        var posted = start
        while time < start + 30 * 86_400 {
            time += .random(in: 20...60, using: &generator)
            let isUp = Int(time / 3600) % 168 != 20
            window.report(at: time, isUp: isUp)
            window.observe(at: time, success: isUp, seconds: .random(in: 0.05...0.5, using: &generator))
            if time - posted > 600 {
                for row in window.rows(of: .chat, since: posted - 900) { rows[row.start] = row }
                posted = time
            }
        }
        for row in window.rows(of: .chat, since: posted - 900) { rows[row.start] = row }
        return (window, Array(rows.values), time)
    }

    @Test func longSpansComeBackWhole() throws {
        let (window, rows, now) = Self.month()
        #expect(rows.count == 2881 || rows.count == 2880)
        #expect(rows.allSatisfy { $0.component == .chat && $0.widthSeconds == 900 })
        #expect(rows.allSatisfy { $0.start.truncatingRemainder(dividingBy: 900) == 0 })
        var restored = Window()
        restored.restore(rows.shuffled())
        for span in [WindowSpan.day, .week, .month] {
            let before = try #require(window.summary(over: span, at: now))
            let after = try #require(restored.summary(over: span, at: now))
            #expect(before.probes == after.probes)
            #expect(before.failures == after.failures)
            #expect(before.latency == after.latency)
            #expect(abs(before.observedSeconds - after.observedSeconds) < 1)
            #expect(abs(try #require(before.uptimeRatio) - (try #require(after.uptimeRatio))) < 1e-9)
        }
        #expect(restored.summary(over: .hour, at: now) == nil)
        #expect(restored.summary(over: .fiveMinutes, at: now) == nil)
    }

    @Test func quarterUnderWayGoesOnAfterARestart() throws {
        var window = Window()
        let quarter = 1_700_000_100.0
        for second in stride(from: 0.0, to: 300, by: 30) {
            window.report(at: quarter + second, isUp: true)
            window.observe(at: quarter + second, success: true, seconds: 0.1)
        }
        var restored = Window()
        restored.restore(window.rows(of: .web, since: quarter))
        for second in stride(from: 400.0, to: 700, by: 30) {
            restored.report(at: quarter + second, isUp: false)
            restored.observe(at: quarter + second, success: false, seconds: 0.1)
        }
        let rows = restored.rows(of: .web, since: quarter)
        #expect(rows.count == 1)
        #expect(rows.first?.start == quarter)
        #expect(rows.first?.probes == 20)
        #expect(rows.first?.failures == 10)
        #expect(rows.first?.upSeconds == 270)
        #expect(rows.first?.downSeconds == 270)
        #expect(restored.rows(of: .web, since: quarter + 900).isEmpty)
    }

    @Test func rowsThatCannotBeTrueArePassedOver() {
        func row(
            start: Double = 1_700_000_100, width: Double = 900, up: Double = 900, down: Double = 0, probes: Int = 3,
            failures: Int = 0, latencies: [UInt8] = []
        ) -> UptimeRow {
            UptimeRow(
                component: .chat, start: start, widthSeconds: width, upSeconds: up, downSeconds: down, probes: probes,
                failures: failures, latencies: latencies)
        }
        var window = Window()
        window.restore([
            row(start: .nan), row(start: -900), row(start: 1e300), row(start: .infinity), row(width: .nan), row(width: 0),
            row(width: 1e9, up: 1e9), row(up: .nan), row(up: -1), row(up: 900, down: 900), row(down: .infinity),
            row(probes: -1, failures: -1), row(probes: 1, failures: 2), row(probes: .max), row(latencies: [9, 9]),
        ])
        for span in WindowSpan.allCases { #expect(window.summary(over: span, at: 1_700_000_500) == nil) }
        window.restore([row()])
        #expect(window.summary(over: .day, at: 1_700_000_500)?.probes == 3)
    }
}

@Suite struct LatencySketchTests {
    @Test func roundTripIsExact() throws {
        var generator = SeededGenerator(seed: 8)
        var sketch = LatencySketch()
        #expect(sketch.bytes == [])
        #expect(LatencySketch(bytes: []) == sketch)
        for _ in 0..<3000 {
            sketch.add(0.001 * Double(1 << Int.random(in: 0..<17, using: &generator)) * .random(in: 1...2, using: &generator))
        }
        #expect(try #require(LatencySketch(bytes: sketch.bytes)) == sketch)
    }

    @Test func sumIsThatOfAllValues() {
        var generator = SeededGenerator(seed: 9)
        var (whole, left, right) = (LatencySketch(), LatencySketch(), LatencySketch())
        for index in 0..<2000 {
            let seconds = Double.random(in: 0...2, using: &generator) * Double.random(in: 0...2, using: &generator)
            whole.add(seconds)
            if index % 3 == 0 { left.add(seconds) } else { right.add(seconds) }
        }
        left.add(right)
        #expect(left == whole)
    }

    @Test(
        arguments: [
            [0], [2], [2, 1, 1], [1, 0, 1], [1, 1, 0], [1, 1], [1, 0x80], [1, 0xd1, 2, 1], [1, 1, 0xff, 0xff, 0xff, 0xff, 0x7f],
            [1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 1],
        ] as [[UInt8]])
    func foreignBytesAreNoSketch(bytes: [UInt8]) {
        #expect(LatencySketch(bytes: bytes) == nil)
    }

    @Test func anyBytesEndWell() {
        var generator = SeededGenerator(seed: 10)
        for _ in 0..<5000 {
            let count = Int.random(in: 0..<40, using: &generator)
            let bytes = [1] + (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            guard let sketch = LatencySketch(bytes: bytes), bytes.count > 1 else { continue }
            var totals = LatencySketch.Totals()
            sketch.add(to: &totals)
            #expect(totals.quantile(0.5) != nil)
            #expect(LatencySketch(bytes: sketch.bytes) == sketch)
        }
    }
}
