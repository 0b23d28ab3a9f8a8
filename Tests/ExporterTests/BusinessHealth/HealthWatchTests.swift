import Diagnosis
import Foundation
import Posix
import Probing
import Prometheus
import Server
import Synchronization
import TLS
import Testing
import WhatsApp
import Wire

@testable import Exporter

/// The watch as it runs, against a stand-in on loopback.
@Suite(.serialized) struct HealthWatchTests {
    /// A watch that runs, and what is heard of it.
    private final class Play: Sendable {
        let loop: EventLoop
        let graph: GraphPeer
        let watch: HealthWatch
        let configuration: Configuration
        private let ear: Ear

        /// What the desk and the log are told.
        private final class Ear: Sendable {
            let heard = Mutex<[Signal]>([])
            let lines = Mutex<[String]>([])
        }

        init(_ graph: GraphPeer, url: String, _ keys: String, on loop: EventLoop, interval: Duration) throws {
            let text = "business: {url: \"\(url)\", calls_per_hour: 5000, \(keys)}"
            var configuration = try ConfigurationFiles(text).load()
            configuration.business?.interval = interval
            configuration.business?.callsPerHour = 1_000_000
            let ear = Ear()
            let log = Log { line in
                ear.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                return true
            }
            let (history, remembered) = try History.open(directory: nil, log: log)
            let context = SignalContext(
                desk: SignalDesk { signal in ear.heard.withLock { $0.append(signal) } }, history: history, remembered: remembered,
                pseudonyms: try Pseudonyms(), log: log, now: { unixTimeNow() })
            watch = HealthWatch(configuration, context)
            (self.graph, self.loop, self.configuration, self.ear) = (graph, loop, configuration, ear)
        }

        /// The signals said last, of each kind.
        var signals: [Signal.Kind: Signal] {
            Dictionary(ear.heard.withLock { $0 }.map { ($0.kind, $0) }) { _, last in last }
        }

        var logged: String { ear.lines.withLock { $0.joined() } }

        var metrics: [String] {
            var sink = MetricSink(.text)
            for collector in watch.collectors { try? collector.collect(into: &sink) }
            sink.finish()
            return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }

        func until(_ condition: () -> Bool) async {
            let deadline = Deadline.after(.seconds(60))
            while !condition(), .now < deadline { _ = await loop.sleep(until: .after(.milliseconds(5))) }
            #expect(condition())
        }

        func until(shows line: String) async {
            await until { metrics.contains(line) }
        }
    }

    private static let one = "token: s3cret, nodes: [{id: \"1\", kind: waba}]"

    private func play(
        _ graph: GraphPeer, _ keys: String = one, interval: Duration = .milliseconds(20),
        _ body: @escaping @Sendable (Play) async throws -> Void
    ) throws {
        let loop = try EventLoop()
        let result = loop.run { () -> Result<Void, any Error> in
            do {
                let (url, server) = try await graph.serve(on: loop)
                let play = try Play(graph, url: url, keys, on: loop, interval: interval)
                let environment = ProbeEnvironment(
                    loop: loop, resolver: Resolver(on: loop, configurationPath: "/nonexistent", hostsPath: "/nonexistent"),
                    tls: try TLSContext(systemTrust: TrustSources()))
                let task = loop.spawn { await play.watch.run(in: environment) }
                try await body(play)
                task.cancel()
                await task.value
                await server.stop(gracefullyUntil: .now)
                #expect(!play.logged.contains("s3cret") && !play.metrics.contains { $0.contains("s3cret") })
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try #require(result).get()
    }

    private static func request(_ label: String, _ count: Int) -> String {
        "whatsapp_business_api_requests_total{class=\"\(label)\"} \(count)"
    }

    @Test func asksWithTheTokenAndShowsTheHealth() throws {
        let graph = GraphPeer { asked in
            GraphPeer.ok(
                "LIMITED", more: #","quality_rating":"YELLOW","status":"NEW_ONE""#,
                ["X-App-Usage": #"{"call_count":50}"#])
        }
        try play(graph, "token: s3cret, nodes: [{id: \"1\", kind: phone_number}]", interval: .seconds(60)) { play in
            await play.until(shows: Self.request("ok", 1))
            #expect(graph.asked.map(\.authorization) == ["Bearer s3cret"])
            #expect(graph.asked[0].node == "1" && graph.asked[0].fields.hasPrefix("health_status,quality_rating"))
            let metrics = play.metrics
            let node = "node_id=\"1\""
            for (entity, state, value) in [
                ("overall", "limited", 1), ("overall", "available", 0), ("overall", "blocked", 0), ("overall", "unknown", 0),
                ("waba", "limited", 1), ("waba", "available", 0),
            ] {
                #expect(
                    metrics.contains(
                        "whatsapp_business_health{\(node),kind=\"phone_number\",entity=\"\(entity)\",state=\"\(state)\"} \(value)"
                    ))
            }
            #expect(metrics.contains("whatsapp_business_health_error{\(node),entity=\"waba\",class=\"payment\"} 1"))
            #expect(metrics.contains("whatsapp_business_phone_quality_rating{\(node),value=\"yellow\"} 1"))
            #expect(metrics.contains("whatsapp_business_phone_quality_rating{\(node),value=\"green\"} 0"))
            #expect(metrics.contains("whatsapp_business_phone_status{\(node),value=\"unknown\"} 1"))
            #expect(!metrics.contains { $0.hasPrefix("whatsapp_business_phone_account_mode{") })
            #expect(metrics.contains("whatsapp_business_health_up{\(node)} 1"))
            #expect(metrics.contains("whatsapp_business_api_usage_ratio{kind=\"app_calls\"} 0.5"))
            #expect(metrics.contains("whatsapp_business_poll_interval_seconds 60"))
            #expect(metrics.contains("whatsapp_business_api_duration_seconds_count 1"))
            #expect(play.signals.isEmpty)
        }
    }

    @Test func blockedAccountIsToldAndClearedAgain() throws {
        let graph = GraphPeer { _ in GraphPeer.ok("BLOCKED") }
        try play(graph) { play in
            await play.until { play.signals[.accountBlocked]?.isPresent == true }
            #expect(play.signals[.accountBlocked]?.scope == .business)
            #expect(play.signals[.accountBlocked]?.detail == "node 1: waba is blocked (141006)")
            graph.answer { _ in GraphPeer.ok() }
            await play.until { play.signals[.accountBlocked]?.isPresent == false }
            #expect(play.signals[.platformErrors] == nil)
            // Its errors are those of calls.
            #expect(!play.metrics.contains { $0.hasPrefix("whatsapp_business_health_error{") })
        }
    }

    @Test func serviceErrorsAreThePlatforms() throws {
        let graph = GraphPeer { _ in GraphPeer.error(131_000, status: 500) }
        try play(graph) { play in
            await play.until { play.signals[.platformErrors]?.isPresent == true }
            #expect(play.signals[.accountBlocked] == nil)
            graph.answer { _ in GraphPeer.ok() }
            await play.until { play.signals[.platformErrors]?.isPresent == false }
        }
    }

    @Test func ownErrorsAreTheAccounts() throws {
        let graph = GraphPeer { _ in GraphPeer.error(190, status: 401) }
        try play(graph) { play in
            await play.until { play.signals[.accountBlocked]?.isPresent == true }
            #expect(play.signals[.accountBlocked]?.detail == "node 1: the API answers auth (190)")
            #expect(play.signals[.platformErrors] == nil)
            #expect(
                play.metrics.contains {
                    $0.hasPrefix("whatsapp_business_api_errors_total{side=\"account\"} ") && !$0.hasSuffix(" 0")
                })
        }
    }

    @Test func limitsSlowItDownAndAccuseNobody() throws {
        let graph = GraphPeer { _ in GraphPeer.error(80_007) }
        try play(graph, interval: .milliseconds(200)) { play in
            await play.until { graph.asked.count >= 3 }
            await play.until(shows: "whatsapp_business_poll_interval_seconds 1.6")
            #expect(Set(play.signals.keys) == [.requestsLimited])
            graph.answer { _ in GraphPeer.ok() }
            await play.until(shows: "whatsapp_business_poll_interval_seconds 0.2")
        }
    }

    @Test(arguments: [
        (Response.html("<html><title>Log in</title></html>"), "malformed"), (Response.html("<html>", status: 502), "service"),
        (Response.html(String(repeating: "x", count: HealthAnswer.limitBytes + 1)), "too_large"),
        (Response(status: 302, fields: ["Location": "/elsewhere"]), "redirected"), (GraphPeer.error(33), "request"),
        (GraphPeer.json("[[[["), "malformed"),
    ])
    func badAnswersAreEachAClass(response: Response, label: String) throws {
        let graph = GraphPeer { _ in response }
        try play(graph, interval: .seconds(60)) { play in
            await play.until(shows: Self.request(label, 1))
            #expect(play.metrics.contains("whatsapp_business_health_up{node_id=\"1\"} 0"))
            #expect(play.metrics.contains { $0.hasPrefix("whatsapp_business_health{") && $0.hasSuffix("state=\"unknown\"} 1") })
            #expect(graph.asked.count == 1)
        }
    }

    @Test func redirectsAreNotFollowed() throws {
        let thief = GraphPeer { _ in GraphPeer.ok() }
        let graph = GraphPeer { _ in GraphPeer.ok() }
        try play(graph) { play in
            let (url, server) = try await thief.serve(on: play.loop)
            graph.answer { _ in Response(status: 307, fields: ["Location": "\(url)/v23.0/1?fields=x"]) }
            await play.until { play.metrics.contains { $0.contains("class=\"redirected\"} ") && !$0.hasSuffix(" 0") } }
            #expect(thief.asked.isEmpty)
            await server.stop(gracefullyUntil: .now)
        }
    }

    @Test func tokenIsReadAnewForEachRequest() throws {
        let path = NSTemporaryDirectory() + "health-token-" + UUID().uuidString
        try "first\n".write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let graph = GraphPeer { _ in GraphPeer.ok() }
        let loop = try EventLoop()
        let result = loop.run { () -> Result<Void, any Error> in
            do {
                let (url, server) = try await graph.serve(on: loop)
                var section = try #require(try ConfigurationFiles("business: {\(Self.one), url: \"\(url)\"}").load().business)
                section.token = .file(path: path)
                let environment = ProbeEnvironment(
                    loop: loop, resolver: Resolver(on: loop, configurationPath: "/nonexistent", hostsPath: "/nonexistent"),
                    tls: try TLSContext(systemTrust: TrustSources()))
                let call = HealthCall(section: section, node: section.nodes[0], isWhole: true)
                var labels = [await call.make(in: environment).answer.label]
                try "second".write(toFile: path, atomically: true, encoding: .utf8)
                labels.append(await call.make(in: environment).answer.label)
                try "".write(toFile: path, atomically: true, encoding: .utf8)
                labels.append(await call.make(in: environment).answer.label)
                try FileManager.default.removeItem(atPath: path)
                labels.append(await call.make(in: environment).answer.label)
                section.token = .value(Secret("x"))
                section.url = try HTTPURL(parsing: "http://127.0.0.1:1")
                labels.append(
                    await HealthCall(section: section, node: section.nodes[0], isWhole: true).make(in: environment).answer.label)
                #expect(labels == ["ok", "ok", "no_token", "no_token", "unreachable"])
                await server.stop(gracefullyUntil: .now)
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try #require(result).get()
        #expect(graph.asked.map(\.authorization) == ["Bearer first", "Bearer second"])
    }

    @Test func asksForLessWhereTheAPIDoesNotKnowAllFields() throws {
        let graph = GraphPeer { $0.fields == "health_status" ? GraphPeer.ok() : GraphPeer.error(100) }
        try play(graph, "token: s3cret, nodes: [{id: \"1\", kind: phone_number}]", interval: .milliseconds(50)) { play in
            await play.until { graph.asked.count >= 4 }
            #expect(play.metrics.contains(Self.request("request", 1)))
            #expect(graph.asked.dropFirst().allSatisfy { $0.fields == "health_status" })
            #expect(play.signals.isEmpty)
        }
    }

    @Test func nodesThatLeftAreShownNoMore() throws {
        let graph = GraphPeer { _ in GraphPeer.ok("BLOCKED") }
        let keys = "token: s3cret, nodes: [{id: \"1\", kind: waba}, {id: \"2\", kind: flow}]"
        try play(graph, keys) { play in
            await play.until { Set(graph.asked.map(\.node)) == ["1", "2"] }
            var fewer = play.configuration
            fewer.business?.nodes.removeLast()
            play.watch.reconfigure(fewer)
            #expect(!play.metrics.contains { $0.contains("node_id=\"2\"") })
            #expect(play.metrics.contains { $0.contains("node_id=\"1\"") })
            var none = play.configuration
            none.business = nil
            play.watch.reconfigure(none)
            #expect(!play.metrics.contains { $0.contains("node_id") })
            #expect(play.signals[.accountBlocked]?.isPresent == false)
        }
    }

    @Test func unconfiguredItHasNoSamplesAndEnds() throws {
        let loop = try EventLoop()
        let configuration = try ConfigurationFiles("probing: {}").load()
        let log = Log { _ in true }
        let (history, remembered) = try History.open(directory: nil, log: log)
        let context = SignalContext(
            desk: SignalDesk { _ in }, history: history, remembered: remembered, pseudonyms: try Pseudonyms(), log: log,
            now: { 0 })
        let watch = HealthWatch(configuration, context)
        let environment = ProbeEnvironment(
            loop: loop, resolver: Resolver(on: loop, configurationPath: "/nonexistent", hostsPath: "/nonexistent"),
            tls: try TLSContext(systemTrust: TrustSources()))
        #expect(loop.run { await watch.run(in: environment) } != nil)
        var sink = MetricSink(.text)
        for collector in watch.collectors { try collector.collect(into: &sink) }
        #expect(String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").allSatisfy { $0.hasPrefix("#") })
    }

    @Test(arguments: ExpositionFormat.allCases)
    func outputHoldsTogether(format: ExpositionFormat) throws {
        let graph = GraphPeer { _ in
            GraphPeer.ok(more: #","quality_rating":"GREEN","throughput":{"level":"HIGH"}"#, ["X-App-Usage": #"{"call_count":1}"#])
        }
        try play(graph, "token: s3cret, nodes: [{id: \"1\", kind: phone_number}]") { play in
            await play.until { graph.asked.count >= 2 }
            var sink = MetricSink(format)
            for collector in play.watch.collectors { try collector.collect(into: &sink) }
            sink.finish()
            #expect(ExpositionCheck.problems(in: sink.bytes, format) == [])
        }
    }
}
