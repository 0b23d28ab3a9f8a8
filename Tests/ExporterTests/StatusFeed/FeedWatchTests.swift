import Diagnosis
import Foundation
import Posix
import Probing
import Prometheus
import Synchronization
import TLS
import Testing
import WhatsApp

@testable import Exporter

/// The watch against a page on loopback.
@Suite(.serialized) struct FeedWatchTests {
    private static let start = 1_781_274_840.0
    private static let api = "whatsapp-business-api"

    /// A watch, what it is told of the time, and what it said.
    private final class Play: Sendable {
        let page: StatusPage
        let loop: EventLoop
        let environment: ProbeEnvironment
        let clock = Mutex(FeedWatchTests.start)
        private let heard = Mutex<[Signal]>([])
        private let written = Mutex<[String]>([])
        private let watched = Mutex<FeedWatch?>(nil)

        var signals: [Signal] { heard.withLock { $0 } }
        var lines: [String] { written.withLock { $0 } }

        init(_ page: StatusPage, on loop: EventLoop) throws {
            self.page = page
            self.loop = loop
            environment = ProbeEnvironment(
                loop: loop, resolver: Resolver(on: loop, configurationPath: "/nonexistent", hostsPath: "/nonexistent"),
                tls: try TLSContext(systemTrust: TrustSources()))
            let log = Log(threshold: .info) { [weak self] line in
                self?.written.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                return true
            }
            let (history, remembered) = try History.open(directory: nil, log: log)
            let context = SignalContext(
                desk: SignalDesk { [weak self] signal in self?.heard.withLock { $0.append(signal) } }, history: history,
                remembered: remembered, pseudonyms: try Pseudonyms(), log: log,
                now: { [weak self] in self?.clock.withLock { $0 } ?? 0 })
            let watch = FeedWatch(try configuration(), context)
            watched.withLock { $0 = watch }
        }

        func configuration(seconds: Int = 300, of organisations: [String] = [FeedWatchTests.api]) throws -> Configuration {
            try ConfigurationFiles(
                "status_feed: {url: \"http://127.0.0.1:\(page.port)\", interval: \(seconds)s, organisations: [\(organisations.joined(separator: ", "))]}"
            ).load()
        }

        var watch: FeedWatch? { watched.withLock { $0 } }

        func samples(_ family: String) -> [String] {
            var sink = MetricSink(.text)
            for collector in watch?.collectors ?? [] { try? collector.collect(into: &sink) }
            return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
                .filter { $0.hasPrefix("whatsapp_status_feed_\(family)") }
                .map { String($0.dropFirst("whatsapp_status_feed_".count)) }
        }

        private var fetches: Int {
            samples("fetches_total").compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }.reduce(0, +)
        }

        /// One round of questions, and what is said after it; another configuration makes the page due at once.
        func ask(seconds: Int, of organisations: [String] = [FeedWatchTests.api]) async throws {
            let before = fetches
            watch?.reconfigure(try configuration(seconds: seconds, of: organisations))
            let task = loop.spawn { [self] in await watch?.run(in: environment) }
            let deadline = Deadline.after(.seconds(60))
            while fetches < before + 1 + organisations.count, .now < deadline {
                _ = await loop.sleep(until: .after(.milliseconds(5)))
            }
            // The round's end is said on this very loop.
            _ = await loop.sleep(until: .after(.milliseconds(20)))
            task.cancel()
            await task.value
        }
    }

    private static func play(_ body: @escaping @Sendable (Play) async throws -> Void) throws {
        let page = try StatusPage()
        defer { page.close() }
        let loop = try EventLoop()
        let play = try Play(page, on: loop)
        let result = loop.run { () -> Result<Void, any Error> in
            do { return .success(try await body(play)) } catch { return .failure(error) }
        }
        try #require(result).get()
    }

    private static func orgs(_ status: String) -> String {
        #"[{"id":"whatsapp-business-api","services":[{"name":"Cloud API","status":"\#(status)","time":1781274000}]},{"id":"graph-api","services":[]}]"#
    }

    @Test func saysWhatThePageCallsDisruptedAndTakesItBack() throws {
        try Self.play { play in
            play.page.answer("orgs.json", Self.orgs("High disruptions"))
            play.page.answer("whatsapp-business-api.json", #"[{"status":"High disruptions","time":"2026-06-12T14:20:00Z"}]"#)
            try await play.ask(seconds: 301)
            let first = try #require(play.signals.first)
            #expect(
                first
                    == Signal(
                        .platformDisrupted, scope: .business, isPresent: true, at: Self.start,
                        detail: "whatsapp-business-api: Cloud API (high); 1 open outage"))
            #expect(play.samples("up{").allSatisfy { $0.hasSuffix(" 1") })
            #expect(
                play.samples("service_status{").filter { $0.hasSuffix(" 1") }
                    == [#"service_status{organisation="whatsapp-business-api",part="Cloud API",status="high"} 1"#])
            #expect(play.samples("service_status{").count == FeedStatus.allCases.count)
            #expect(play.samples("open_outages{") == [#"open_outages{organisation="whatsapp-business-api"} 1"#])
            #expect(play.samples("document_timestamp_seconds{").count == 1)
            #expect(
                play.page.requests.allSatisfy { $0.contains("Accept: application/json\r\n") && !$0.contains("Authorization") })

            play.page.answer("orgs.json", Self.orgs("No known issues"))
            play.page.answer("whatsapp-business-api.json", "[]")
            try await play.ask(seconds: 302)
            #expect(play.signals.last?.isPresent == false)
            #expect(play.samples("open_outages{") == [#"open_outages{organisation="whatsapp-business-api"} 0"#])
        }
    }

    @Test func saysNothingOfAPageThatIsWellOrOfOthers() throws {
        try Self.play { play in
            play.page.answer("orgs.json", Self.orgs("Operational"))
            play.page.answer("whatsapp-business-api.json", "[]")
            play.page.answer("facebook-login.json", #"[{"status":"High disruptions"}]"#)
            try await play.ask(seconds: 301, of: [Self.api, "facebook-login"])
            #expect(play.signals.isEmpty)
            #expect(play.samples("service_status{").contains { $0.hasSuffix(#"status="unknown"} 1"#) })
            #expect(play.samples("open_outages{").contains(#"open_outages{organisation="facebook-login"} 1"#))
        }
    }

    @Test func aPageThatIsAwayIsNoNewsAndThenNone() throws {
        try Self.play { play in
            play.page.answer("orgs.json", Self.orgs("High disruptions"))
            play.page.answer("whatsapp-business-api.json", "[]")
            try await play.ask(seconds: 301)
            #expect(play.signals.last?.isPresent == true)
            play.page.answer("orgs.json", "<!doctype html><html><body>Log in</body></html>")
            play.page.answer("whatsapp-business-api.json", "", head: "503 Service Unavailable")
            play.clock.withLock { $0 += 300 }
            try await play.ask(seconds: 302)
            #expect(play.signals.last?.isPresent == true)
            #expect(play.samples("up{").allSatisfy { $0.hasSuffix(" 0") })
            play.clock.withLock { $0 += 700 }
            try await play.ask(seconds: 303)
            #expect(play.signals.last?.isPresent == false)
            #expect(play.samples("service_status{").isEmpty && play.samples("open_outages{").isEmpty)
            // Said once, however often it is so.
            #expect(play.lines.count { $0.contains("malformed") } == 1)
            play.page.answer("orgs.json", Self.orgs("Resolved"))
            try await play.ask(seconds: 304)
            #expect(play.lines.count { $0.contains("status page is back") } == 1)
        }
    }

    @Test(arguments: [
        ("<html></html>", "200 OK", "malformed"), (#"{"a":1}"#, "200 OK", "malformed"),
        (String(repeating: "[", count: 100_000), "200 OK", "malformed"),
        (String(repeating: " ", count: (1 << 20) + 1), "200 OK", "too_large"), ("[]", "404 Not Found", "status"),
        ("[]", "302 Found\r\nLocation: http://127.0.0.1:1/", "status"),
        ("[]", "200 OK\r\nTransfer-Encoding: chunked", "unreachable"),
    ])
    func badAnswersAreCountedByWhatTheyAre(_ body: String, _ head: String, _ result: String) throws {
        try Self.play { play in
            play.page.answer("orgs.json", body, head: head)
            play.page.answer("whatsapp-business-api.json", body, head: head)
            try await play.ask(seconds: 301)
            let counted = play.samples("fetches_total{").filter { $0.hasSuffix(" 1") }
            #expect(counted.count == 2 && counted.allSatisfy { $0.contains(#"result="\#(result)""#) }, "\(counted)")
            #expect(play.signals.isEmpty)
            #expect(play.page.requests.count == 2)
        }
    }

    @Test func takesBackWhatItSaidWhenItIsTurnedOff() throws {
        try Self.play { play in
            play.page.answer("orgs.json", Self.orgs("High disruptions"))
            play.page.answer("whatsapp-business-api.json", "[]")
            try await play.ask(seconds: 301)
            #expect(play.signals.last?.isPresent == true)
            let off = try ConfigurationFiles("catalogue: {}").load()
            play.watch?.reconfigure(off)
            #expect(play.signals.last?.isPresent == false)
            #expect(play.samples("").isEmpty)
            // Nothing is left to do.
            await play.watch?.run(in: play.environment)
        }
    }

    @Test func aReloadThatChangesNothingAsksNobody() throws {
        try Self.play { play in
            play.page.answer("orgs.json", Self.orgs("High disruptions"))
            try await play.ask(seconds: 301)
            let (requests, said) = (play.page.requests.count, play.signals.count)
            play.watch?.reconfigure(try play.configuration(seconds: 301))
            let task = play.loop.spawn { await play.watch?.run(in: play.environment) }
            _ = await play.loop.sleep(until: .after(.milliseconds(50)))
            task.cancel()
            await task.value
            #expect(play.page.requests.count == requests)
            // What stands is said again all the same.
            #expect(play.signals.count == said + 1)
        }
    }
}
