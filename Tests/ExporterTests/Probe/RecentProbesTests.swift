import Server
import Testing
import Wire

@testable import Exporter
@testable import Probing

@Suite struct RecentProbesTests {
    private static func record(
        _ target: String, in recent: RecentProbes, failing: Bool = false, module: String = "m", log: [ProbeLog.Line] = [],
        exposition: [UInt8] = Array("probe_success 1\n".utf8)
    ) {
        var outcome = ProbeOutcome()
        if failing { outcome.failure = .connectTimeout }
        let probe = FinishedProbe(
            module: Module(name: module, kind: .tcp(DialogueSettings())), target: target, timeout: .seconds(1), outcome: outcome)
        recent.record(probe, log: log, exposition: exposition, at: 1_795_000_000)
    }

    private static func filled() -> RecentProbes {
        let recent = RecentProbes(limit: 3)
        for (target, failing) in [("a", true), ("b", false), ("c", true), ("d", false), ("e", false), ("f", false)] {
            record(target, in: recent, failing: failing)
        }
        return recent
    }

    @Test func keepsTheLastAndOfTheOthersTheFailures() {
        let recent = Self.filled()
        #expect(recent.newestFirst.map(\.target) == ["f", "e", "d", "c", "a"])
        #expect(recent.newestFirst.map(\.id) == [5, 4, 3, 2, 0])
        for index in 0..<20 { Self.record("x\(index)", in: recent, failing: index.isMultiple(of: 2)) }
        #expect(recent.newestFirst.map(\.target) == ["x19", "x18", "x17", "x16", "x14", "x12"])
    }

    @Test func findsByNumberAndByTarget() {
        let recent = Self.filled()
        #expect(recent.entry(id: 2)?.target == "c")
        #expect(recent.entry(id: 1) == nil && recent.entry(id: 99) == nil)
        Self.record("a", in: recent, module: "other")
        #expect(recent.newest(of: "a", module: nil)?.id == 6)
        #expect(recent.newest(of: "a", module: "m")?.id == 0)
        #expect(recent.newest(of: "a", module: "none") == nil)
    }

    @Test func nothingIsKeptOfNone() {
        let recent = RecentProbes(limit: 0)
        Self.record("a", in: recent, failing: true)
        #expect(recent.newestFirst.isEmpty)
    }

    @Test func oneEntryTakesNoMoreThanItsShare() throws {
        let line = ProbeLog.Line(at: 0, level: .debug, message: String(repeating: "m", count: 200), fields: [("k", "v")])
        let recent = RecentProbes(limit: 1)
        let exposition = (0..<4000).flatMap { Array("x \($0)\n".utf8) }
        Self.record("a", in: recent, log: Array(repeating: line, count: 200), exposition: exposition)
        let entry = try #require(recent.entry(id: 0))
        #expect(entry.exposition.count <= RecentProbes.Entry.mostBytes / 2)
        #expect(entry.exposition.last == UInt8(ascii: "\n"))
        let bytes = entry.log.reduce(0) { $0 + $1.message.utf8.count } + entry.exposition.count
        #expect(bytes <= RecentProbes.Entry.mostBytes)
        #expect(entry.log.count > 20)
        Self.record("b", in: recent, exposition: [UInt8](repeating: 65, count: 100_000))
        #expect(try #require(recent.entry(id: 1)).exposition.count <= 1, "one endless line")
    }

    @Test(arguments: [
        ("", 400), ("module=m", 400), ("id=x", 400), ("id=-1", 400), ("id=99999999999999999999", 400), ("id=1&target=a", 400),
        ("id=1", 404), ("target=zzz", 404), ("target=a&module=none", 404), ("id=2", 200), ("target=a", 200),
        ("target=a&module=m", 200),
        ("id=&target=a", 200),
    ])
    func logsAreLookedUp(query: String, status: Int) throws {
        let endpoint = LogsEndpoint(recent: Self.filled(), moduleText: { "prober: tcp # \($0)\n" })
        let head = try #require(HTTPRequestHead(method: "GET", target: "/logs"))
        let response = endpoint.answer(Request(head: head, target: try HTTPRequestTarget(parsing: "/logs?" + query)))
        #expect(response.status == status)
        let text = String(decoding: response.body, as: UTF8.self)
        if status == 200 {
            #expect(text.contains("probe_success 1\n") && text.hasSuffix("prober: tcp # m\n"))
        } else {
            #expect(text.split(separator: "\n").count == 1)
        }
    }

    @Test func pageEscapesWhatWasAskedFor() {
        let recent = RecentProbes(limit: 2)
        Self.record("<script>\"&", in: recent, failing: true, module: "m<")
        let html = RecentProbesSection(recent: recent).html
        #expect(html.contains("&lt;script&gt;&quot;&amp;") && html.contains("m&lt;") && !html.contains("<script>"))
        #expect(html.contains("connect_timeout") && html.contains("href=\"/logs?id=0\""))
        #expect(RecentProbesSection(recent: RecentProbes(limit: 1)).html.isEmpty)
    }
}
