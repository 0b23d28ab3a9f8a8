import Synchronization
import Testing

@testable import Exporter

@Suite struct LogTests {
    /// Keeps what is written, and refuses it for as long as told.
    final class Sink: Sendable {
        let lines = Mutex<[String]>([])
        let isStuck = Atomic(false)

        func log(_ threshold: Log.Level = .info, _ format: Log.Format = .logfmt) -> Log {
            Log(threshold: threshold, format: format, now: { 1_795_305_600.25 }, write: write)
        }

        private func write(_ bytes: [UInt8]) -> Bool {
            guard !isStuck.load(ordering: .relaxed) else { return false }
            lines.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
            return true
        }

        var text: String { lines.withLock { $0.joined() } }
    }

    @Test func writesLogfmt() {
        let sink = Sink()
        sink.log().info("listening", ["address": ":10042", "tls": false, "path": "/a b"])
        #expect(
            sink.text == "ts=2026-11-22T00:00:00.250Z level=info msg=listening address=:10042 tls=false path=\"/a b\"\n")
    }

    @Test func writesJSON() {
        let sink = Sink()
        sink.log(.info, .json).warn("a \"bad\" file", ["file": "a.yml"])
        #expect(
            sink.text
                == #"{"ts":"2026-11-22T00:00:00.250Z","level":"warn","msg":"a \"bad\" file","file":"a.yml"}"# + "\n")
    }

    @Test(arguments: zip(Log.Level.allCases, [4, 3, 2, 1]))
    func writesTheThresholdAndAbove(threshold: Log.Level, count: Int) {
        let sink = Sink()
        let log = sink.log(threshold)
        log.debug("1")
        log.info("2")
        log.warn("3")
        log.error("4")
        #expect(sink.lines.withLock { $0.count } == count)
        #expect(sink.text.contains("level=\(threshold) msg=\(5 - count)\n"))
    }

    @Test func doesNotBuildWhatItDoesNotWrite() {
        var isBuilt = false
        func text() -> String {
            isBuilt = true
            return ""
        }
        Sink().log(.error).debug(text(), ["a": text()])
        #expect(!isBuilt)
    }

    @Test func countsTheLinesThatWereLost() {
        let sink = Sink()
        let log = sink.log()
        sink.isStuck.store(true, ordering: .relaxed)
        for _ in 0..<3 { log.info("lost") }
        sink.isStuck.store(false, ordering: .relaxed)
        log.info("first")
        log.info("second")
        #expect(sink.text.contains("msg=first lost_lines=3\n"))
        #expect(sink.text.contains("msg=second\n"))
    }
}
