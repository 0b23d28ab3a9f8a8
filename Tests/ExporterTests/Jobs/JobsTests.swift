import Foundation
import Glibc
import Posix
import Probing
import Prometheus
import Synchronization
import TLS
import Testing
import Wire

@testable import Exporter

/// Jobs as they run: real targets, files and pages, all on loopback.
@Suite(.serialized) struct JobsTests {
    /// A job's run, and what it may be asked.
    private final class Play: Sendable {
        let loop: EventLoop
        let jobs: Jobs
        let environment: ProbeEnvironment
        let folder = NSTemporaryDirectory() + "jobs-tests-" + UUID().uuidString

        init(on loop: EventLoop) throws {
            self.loop = loop
            let lines = Lines()
            jobs = Jobs(
                log: Log(threshold: .info) { line in
                    lines.add(String(decoding: line, as: UTF8.self))
                    return true
                })
            environment = ProbeEnvironment(
                loop: loop, resolver: Resolver(on: loop, configurationPath: "/nonexistent", hostsPath: "/nonexistent"),
                tls: try TLSContext(systemTrust: TrustSources()))
            written = lines
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        final class Lines: Sendable {
            private let kept = Mutex<[String]>([])
            var all: [String] { kept.withLock { $0 } }
            func add(_ line: String) { kept.withLock { $0.append(line) } }
        }

        let written: Lines

        func write(_ text: String, to name: String) throws {
            try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
        }

        func until(_ condition: () -> Bool) async {
            let deadline = Deadline.after(.seconds(60))
            while !condition(), .now < deadline { _ = await loop.sleep(until: .after(.milliseconds(5))) }
            #expect(condition())
        }

        func samples(_ family: String) -> [String] {
            var sink = MetricSink(.text)
            JobCollector(ledger: jobs.ledger).collect(into: &sink)
            return String(decoding: sink.bytes, as: UTF8.self).split(separator: "\n").map(String.init)
                .filter { $0.hasPrefix(family + "{") }
        }

        /// Runs of each target, by its text.
        var runs: [String: Int] {
            var runs: [String: Int] = [:]
            for sample in samples("whatsapp_scheduled_probe_runs_total") {
                let target = sample.split(separator: "target=\"").last?.prefix { $0 != "\"" } ?? ""
                runs[String(target)] = sample.split(separator: " ").last.flatMap { Int($0) }
            }
            return runs
        }
    }

    private static let module = Module(name: "tcp_connect", kind: .tcp(DialogueSettings()))

    private static func job(_ targets: [String] = [], _ sources: [TargetSource] = []) -> Job {
        var job = Job(name: "a", module: module, interval: .milliseconds(100), timeout: .milliseconds(100))
        job.groups = [TargetGroup(targets: targets)]
        job.sources = sources
        return job
    }

    /// Plays with jobs running, then stops them.
    private static func run(
        _ jobs: @escaping @Sendable (Play) throws -> [Job], _ body: @escaping @Sendable (Play) async throws -> Void
    ) throws {
        let loop = try EventLoop()
        let result = loop.run { () -> Result<Void, any Error> in
            do {
                let play = try Play(on: loop)
                let configured = try jobs(play)
                let running = loop.spawn { await play.jobs.run(configured, in: play.environment) }
                defer { running.cancel() }
                try await body(play)
                running.cancel()
                await running.value
                return .success(())
            } catch {
                return .failure(error)
            }
        }
        try #require(result).get()
    }

    /// A listener on loopback that nobody accepts from: connections are made all the same.
    private static func listener() throws -> (descriptor: Int32, address: SocketAddress) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        let address = try LoopbackNames.bind(descriptor, to: LoopbackNames.newHost())
        guard listen(descriptor, 4096) == 0 else { throw Errno.last }
        return (descriptor, address)
    }

    @Test func probesAndTellsWhyProbesFail() throws {
        let (descriptor, open) = try Self.listener()
        defer { close(descriptor) }
        let closed = SocketAddress(LoopbackNames.newHost(), port: 9)
        let seen = Mutex(0)
        let loop = try EventLoop()
        _ = loop.run {
            guard let play = try? Play(on: loop) else { return }
            let running = loop.spawn {
                await play.jobs.run([Self.job(["\(open)", "\(closed)"])], in: play.environment) { module, _, _, _ in
                    if module.name == "tcp_connect" { seen.withLock { $0 += 1 } }
                }
            }
            await play.until { play.runs["\(open)"] ?? 0 >= 2 && play.runs["\(closed)"] ?? 0 >= 2 }
            #expect(play.samples("whatsapp_scheduled_probe_success").map { $0.suffix(1) }.sorted() == ["0", "1"])
            let failures = play.samples("whatsapp_scheduled_probe_failures_total")
            #expect(failures.count == 1 && failures[0].contains("target=\"\(closed)\",reason=\"connection_refused\""))
            #expect(play.jobs.hosts == ["\(open.ip)", "\(closed.ip)"])
            running.cancel()
            await running.value
        }
        #expect(seen.withLock { $0 } >= 4)
    }

    @Test func followsAFileWithoutDisturbingWhatStays() throws {
        let (descriptor, open) = try Self.listener()
        defer { close(descriptor) }
        let (first, second) = ("\(open)", "\(SocketAddress(open.ip, port: 1))")
        try Self.run { play in
            try play.write("- targets: ['\(first)']\n  labels: {team: x}", to: "t.yml")
            let source = FileSource(patterns: ["\(play.folder)/*.yml"], refreshInterval: .milliseconds(50))
            return [Self.job([], [.files(source)])]
        } _: { play in
            await play.until { play.runs[first] ?? 0 >= 2 }
            #expect(play.samples("whatsapp_scheduled_probe_runs_total").allSatisfy { $0.contains("team=\"x\"") })
            let before = play.runs[first] ?? 0
            try play.write("- targets: ['\(first)', '\(second)', 'no port']\n  labels: {team: x}", to: "t.yml")
            await play.until { play.runs[second] ?? 0 >= 1 }
            #expect(play.runs[first] ?? 0 >= before)
            #expect(play.samples("whatsapp_scheduled_targets_dropped").contains { $0.hasSuffix("reason=\"malformed\"} 1") })
            #expect(play.written.all.count { $0.contains("cannot be aimed") } == 1)

            try play.write("- targets: ['\(first)'", to: "t.yml")
            await play.until { play.samples("whatsapp_discovery_success").first?.hasSuffix(" 0") == true }
            #expect(play.runs.count == 2)
            let faults = play.written.all.count { $0.contains("t.yml:") }
            #expect(faults == 1)

            try play.write("- targets: ['\(second)']\n  labels: {team: x}", to: "t.yml")
            await play.until { play.runs.count == 1 && play.runs[second] != nil }
            #expect(play.samples("whatsapp_discovery_success").first?.hasSuffix(" 1") == true)
            // Said once, however often the file was read while it was bad.
            #expect(play.written.all.count { $0.contains("t.yml:") } == faults)
        }
    }

    @Test func followsAPageAndKeepsWhatItSaidWhileItIsAway() throws {
        let (descriptor, open) = try Self.listener()
        defer { close(descriptor) }
        let answers = Mutex(["[{\"targets\":[\"\(open)\"],\"labels\":{\"__meta_url\":\"x\",\"team\":\"y\"}}]"])
        let (listening, address) = try Self.listener()
        let server = Thread {
            while true {
                let client = accept(listening, nil, nil)
                guard client >= 0 else { return }
                var request = [UInt8](repeating: 0, count: 4096)
                _ = unsafe recv(client, &request, request.count, 0)
                let body = answers.withLock { $0.last ?? "" }
                let status = body.isEmpty ? "503 Unavailable" : "200 OK"
                let text = "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
                _ = unsafe text.withCString { unsafe send(client, $0, text.utf8.count, Int32(MSG_NOSIGNAL)) }
                close(client)
            }
        }
        server.start()
        defer {
            shutdown(listening, Int32(SHUT_RDWR))
            close(listening)
        }
        try Self.run { _ in
            let url = try HTTPURL(parsing: "http://\(address)/targets")
            return [Self.job([], [.http(HTTPSource(url: url, settings: HTTPSettings(), refreshInterval: .milliseconds(100)))])]
        } _: { play in
            await play.until { play.runs["\(open)"] ?? 0 >= 1 }
            #expect(play.samples("whatsapp_scheduled_probe_success").allSatisfy { $0.contains(",team=\"y\"}") })
            for (answer, fault) in [("", "status 503"), ("<html>", "this is no JSON list"), ("[{]", "targets")] {
                answers.withLock { $0.append(answer) }
                await play.until { play.written.all.contains { $0.contains(fault) } }
                #expect(play.samples("whatsapp_discovery_success").first?.hasSuffix(" 0") == true)
                #expect(play.runs.keys.sorted() == ["\(open)"])
            }
            answers.withLock { $0.append("[]") }
            await play.until { play.runs.isEmpty }
            #expect(play.samples("whatsapp_discovery_success").first?.hasSuffix(" 1") == true)
        }
    }

    @Test func aReloadGoesOnCountingAndKeepsWhatWasFound() throws {
        let (descriptor, open) = try Self.listener()
        defer { close(descriptor) }
        let loop = try EventLoop()
        _ = loop.run {
            guard let play = try? Play(on: loop) else { return }
            try? play.write("- targets: ['\(open)']", to: "t.yml")
            let source = TargetSource.files(FileSource(patterns: ["\(play.folder)/t.yml"], refreshInterval: .seconds(300)))
            let first = loop.spawn { await play.jobs.run([Self.job([], [source])], in: play.environment) }
            await play.until { play.runs["\(open)"] ?? 0 >= 3 }
            first.cancel()
            await first.value
            let before = play.runs["\(open)"] ?? 0
            // A file that is bad at the reload costs no target.
            try? play.write("- targets: [", to: "t.yml")
            let second = loop.spawn { await play.jobs.run([Self.job([], [source])], in: play.environment) }
            await play.until { play.runs["\(open)"] ?? 0 > before }
            second.cancel()
            await second.value
            await play.jobs.run([], in: play.environment)
            #expect(play.runs.isEmpty && play.jobs.hosts.isEmpty)
        }
    }
}
