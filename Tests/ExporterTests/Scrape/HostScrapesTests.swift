import Glibc
import Posix
import Prometheus
import Synchronization
import Testing

@testable import Exporter

@Suite struct HostScrapesTests {
    /// Writes one family; while its gate is shut it hangs first.
    private final class Gated: Collector {
        let name: String
        let isShut = Atomic(false)
        let runs = Atomic(0)

        init(_ name: String) { self.name = name }

        func collect(into sink: inout MetricSink) throws {
            runs.wrappingAdd(1, ordering: .relaxed)
            while isShut.load(ordering: .acquiring) { usleep(1000) }
            sink.begin(MetricFamily("\(name)_value", .gauge, help: "V."))
            sink.sample(1)
        }
    }

    private struct Bench: Sendable {
        let collectors = ["a", "b", "c", "d"].map { Gated($0) }
        let lines = Lines()
        let loop: EventLoop
        let scrapes: HostScrapes

        init(budget: Duration) throws {
            loop = try EventLoop()
            let log = Log(threshold: .info, format: .logfmt) { [lines] in
                lines.add(String(decoding: $0, as: UTF8.self))
                return true
            }
            scrapes = HostScrapes(
                of: CollectorGroup(prefix: "node", collectors), crew: Crew(), loop: loop, budget: budget, log: CollectorLog(log))
        }

        /// The exposition without comments and times, on the loop.
        func scrape(_ selection: CollectorSelection = .all, within limit: Duration? = nil) async -> [String] {
            var sink = MetricSink(.text)
            await scrapes.gather(selection, into: &sink, within: limit)
            return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(String.init).filter {
                !$0.hasPrefix("#") && !$0.contains("duration_seconds")
            }
        }
    }

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])

        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private static func success(_ values: [String: Int]) -> [String] {
        values.keys.sorted().map { "node_scrape_collector_success{collector=\"\($0)\"} \(values[$0] ?? -1)" }
    }

    @Test func collectorsWriteInTheirOrder() throws {
        let bench = try Bench(budget: .seconds(20))
        let lines = bench.loop.run { await bench.scrape() }
        #expect(lines == ["a_value 1", "b_value 1", "c_value 1", "d_value 1"] + Self.success(["a": 1, "b": 1, "c": 1, "d": 1]))
        #expect(bench.lines.all.isEmpty)
    }

    @Test func onlyThoseAskedForRun() throws {
        let bench = try Bench(budget: .seconds(20))
        let selection = try CollectorSelection(collect: ["c", "a"], exclude: [], known: bench.scrapes.names)
        #expect(bench.loop.run { await bench.scrape(selection) } == ["a_value 1", "c_value 1"] + Self.success(["a": 1, "c": 1]))
        #expect(bench.collectors.map { $0.runs.load(ordering: .relaxed) } == [1, 0, 1, 0])
    }

    @Test func whatHangsIsLeftBehindAndComesBack() throws {
        let bench = try Bench(budget: .milliseconds(300))
        let hanging = bench.collectors[1]
        hanging.isShut.store(true, ordering: .releasing)
        let seen = bench.loop.run { () -> [[String]] in
            var seen: [[String]] = []
            for _ in 0..<3 { seen.append(await bench.scrape()) }
            hanging.isShut.store(false, ordering: .releasing)
            for _ in 0..<2000 where bench.scrapes.absentCount > 0 {
                _ = await bench.loop.sleep(until: .after(.milliseconds(5)))
            }
            seen.append(await bench.scrape())
            return seen
        }
        let others = ["a_value 1", "c_value 1", "d_value 1"] + Self.success(["a": 1, "b": 0, "c": 1, "d": 1])
        #expect(seen?.dropLast() == [others, others, others])
        #expect(seen?.last?.count == 8)
        #expect(hanging.runs.load(ordering: .relaxed) == 2)
        let lines = bench.lines.all
        #expect(lines.count == 3)
        for (line, words) in zip(lines, ["within 0.3 s", "has not ended since", "works again"]) { #expect(line.contains(words)) }
    }

    @Test func twoThatHangCostNoOther() throws {
        let bench = try Bench(budget: .milliseconds(250))
        for index in [0, 2] { bench.collectors[index].isShut.store(true, ordering: .releasing) }
        defer { for collector in bench.collectors { collector.isShut.store(false, ordering: .releasing) } }
        let lines = bench.loop.run { await bench.scrape() }
        #expect(lines == ["b_value 1", "d_value 1"] + Self.success(["a": 0, "b": 1, "c": 0, "d": 1]))
        #expect(bench.scrapes.absentCount == 2)
    }

    @Test func slowOneThatComesInTimeCounts() throws {
        let bench = try Bench(budget: .seconds(20))
        let slow = bench.collectors[0]
        slow.isShut.store(true, ordering: .releasing)
        let lines = bench.loop.run { () -> [String] in
            bench.loop.spawn {
                // By then the others have been taken over.
                while bench.collectors[3].runs.load(ordering: .relaxed) == 0 {
                    _ = await bench.loop.sleep(until: .after(.milliseconds(5)))
                }
                slow.isShut.store(false, ordering: .releasing)
            }
            return await bench.scrape()
        }
        #expect(lines == ["b_value 1", "c_value 1", "d_value 1", "a_value 1"] + Self.success(["a": 1, "b": 1, "c": 1, "d": 1]))
        #expect(slow.runs.load(ordering: .relaxed) == 1)
        #expect(bench.scrapes.absentCount == 0)
    }

    @Test func scraperThatWaitsLessIsAnsweredSooner() throws {
        let bench = try Bench(budget: .seconds(3600))
        bench.collectors[3].isShut.store(true, ordering: .releasing)
        defer { bench.collectors[3].isShut.store(false, ordering: .releasing) }
        let lines = bench.loop.run { await bench.scrape(within: .milliseconds(200)) }
        #expect(lines?.last == "node_scrape_collector_success{collector=\"d\"} 0")
        #expect(bench.lines.all.first?.contains("within 0.2 s") == true)
    }

    @Test func scrapesAtOnceAllGetEverything() throws {
        let bench = try Bench(budget: .seconds(20))
        let counts = bench.loop.run { () -> [Int] in
            await withTaskGroup(of: Int.self) { group in
                for _ in 0..<10 { group.addTask { await bench.scrape().count } }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(counts == Array(repeating: 8, count: 10))
    }

    @Test func turnThatDoesNotComeIsSaid() throws {
        let bench = try Bench(budget: .milliseconds(600))
        bench.collectors[0].isShut.store(true, ordering: .releasing)
        defer { bench.collectors[0].isShut.store(false, ordering: .releasing) }
        let lines = bench.loop.run { () -> [String] in
            bench.loop.spawn { _ = await bench.scrape() }
            while bench.collectors[0].runs.load(ordering: .relaxed) == 0 {
                _ = await bench.loop.sleep(until: .after(.milliseconds(1)))
            }
            return await bench.scrape(within: .milliseconds(50))
        }
        #expect(lines == Self.success(["a": 0, "b": 0, "c": 0, "d": 0]))
        #expect(bench.lines.all.allSatisfy { $0.contains("was not begun") } && bench.lines.all.count == 4)
    }
}
