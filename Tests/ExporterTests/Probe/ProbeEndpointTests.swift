import Foundation
import Glibc
import Patterns
import Probing
import Server
import Synchronization
import TLS
import Testing
import WhatsApp
import Wire

@testable import Exporter
@testable import Posix

/// `/probe` over loopback, with the loops the exporter has: probes on one, requests on another.
@Suite(.serialized) struct ProbeEndpointTests {
    /// A stage for one test.
    private final class Stage: Sendable {
        let probeLoop: EventLoop
        let webLoop: EventLoop
        let lines = Mutex<[String]>([])
        let recent = RecentProbes(limit: 10)
        private let sockets = Mutex<[Int32]>([])

        init() throws {
            probeLoop = try EventLoop()
            webLoop = try EventLoop()
            probeLoop.start()
            webLoop.start()
        }

        deinit {
            for loop in [webLoop, probeLoop] {
                loop.stop()
                loop.join()
            }
            for socket in sockets.withLock({ $0 }) { close(socket) }
        }

        /// A port that takes connections and says nothing.
        func listening(at host: IPAddress = LoopbackNames.newHost()) throws -> SocketAddress {
            let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            let address = try LoopbackNames.bind(number, to: host)
            guard listen(number, 16) == 0 else { throw Errno.last }
            sockets.withLock { $0.append(number) }
            return address
        }

        func endpoint(
            _ modules: [String: Module], _ options: ProbeOptions, configured: Set<String> = [], resolver: Resolver? = nil
        ) throws -> ProbeEndpoint {
            let resolver = resolver ?? Resolver(on: probeLoop, configurationPath: "/nonexistent", hostsPath: "/nonexistent")
            let environment = ProbeEnvironment(
                loop: probeLoop, resolver: resolver, tls: try TLSContext(systemTrust: TrustSources()))
            let log = Log(threshold: .debug) { [weak self] line in
                self?.lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                return true
            }
            return ProbeEndpoint(
                options: options, recent: recent, modules: { modules }, moduleText: { "prober: of \($0)\n" },
                environment: { environment }, configured: { configured }, log: log)
        }

        func ask(_ endpoint: ProbeEndpoint, _ query: String, _ fields: HTTPFields = [:]) async throws -> Response {
            let target = try HTTPRequestTarget(parsing: "/probe?" + query)
            let head = try #require(HTTPRequestHead(method: "GET", target: "/probe", fields: fields))
            return await Task(executorPreference: webLoop) { await endpoint.answer(Request(head: head, target: target)) }.value
        }
    }

    private static func options(_ rules: AllowRule...) -> ProbeOptions {
        var options = ProbeOptions()
        options.allowRules = rules
        return options
    }

    private static let tcp = Module(name: "tcp", kind: .tcp(DialogueSettings()))
    private static var http: Module {
        var settings = HTTPSettings()
        settings.fields = ["Host": "a.example"]
        return Module(name: "http_2xx", kind: .http(settings))
    }
    private static let modules = ["tcp": tcp, "http_2xx": http]

    private func text(_ response: Response) -> String { String(decoding: response.body, as: UTF8.self) }

    @Test func probesWhatIsAskedFor() async throws {
        let stage = try Stage()
        let address = try stage.listening()
        let response = try await stage.ask(stage.endpoint(Self.modules, Self.options(.any)), "module=tcp&target=\(address)")
        #expect(response.status == 200)
        #expect(response.fields.first("content-type") == "text/plain; version=0.0.4; charset=utf-8; escaping=underscores")
        let exposed = Exposed(response.body)
        #expect(exposed["probe_success"] == "1" && exposed["probe_timeout_seconds"] == "119.5")
        #expect(exposed["probe_ip_protocol"] == "4")
        let entry = try #require(stage.recent.newestFirst.first)
        #expect(entry.module == "tcp" && entry.target == "\(address)" && entry.failure == nil)
        #expect(entry.log.contains { $0.message == "Connected" })
    }

    @Test func aProbeThatFailsIsAnAnswerToo() async throws {
        let stage = try Stage()
        let free = try stage.listening().ip
        let endpoint = try stage.endpoint(Self.modules, Self.options(.any))
        let response = try await stage.ask(endpoint, "module=tcp&target=\(free):1")
        #expect(response.status == 200)
        let exposed = Exposed(response.body)
        #expect(exposed["probe_success"] == "0")
        #expect(exposed["probe_failure_info{reason=\"connection_refused\",layer=\"connecting\"}"] == "1")
        #expect(stage.recent.newestFirst.first?.failure == .connectionRefused)
        #expect(endpoint.counts.failures == 1 && endpoint.counts.successes == 0)
        let lines = stage.lines.withLock { $0 }
        #expect(lines.contains { $0.contains("level=error") && $0.contains("Probe failed") && $0.contains("module=tcp") })
        #expect(!lines.contains { $0.contains("level=debug") }, "\(lines)")
    }

    @Test(arguments: [
        ("module=nope&target=x", 400, "there is no module \"nope\""), ("target=127.0.0.1:1&module=", 200, "probe_success 0"),
        ("module=tcp", 400, "the parameter target is missing"), ("module=tcp&target=", 400, "target is missing"),
        ("module=http_2xx&target=x&hostname=b.example", 400, "the parameter hostname"),
        ("module=tcp&target=x:1&query_name=a", 400, "query_name is for modules of the prober dns"),
        ("module=tcp&target=x", 200, "reason=\"target_invalid\""), ("module=tcp&target=%00:1", 200, "reason=\"target_invalid\""),
        ("module=tcp&target=127.0.0.1:1&target=x&debug=1", 200, "probe_success 0"),
    ])
    func answersWithTheStatusOthersAnswerWith(query: String, status: Int, part: String) async throws {
        let stage = try Stage()
        let response = try await stage.ask(stage.endpoint(Self.modules, Self.options(.any)), query)
        #expect(response.status == status)
        #expect(text(response).contains(part), "\(text(response))")
        if status == 400 { #expect(text(response).split(separator: "\n").count == 1) }
    }

    @Test func unknownModulesAndMissingDefaultsAreCounted() async throws {
        let stage = try Stage()
        let endpoint = try stage.endpoint(["tcp": Self.tcp], Self.options(.any))
        #expect(text(try await stage.ask(endpoint, "target=x")).contains("there is no module \"http_2xx\""))
        #expect(endpoint.counts.unknownModules == 1)
    }

    @Test func badTimeoutHeaderIsTheServersTrouble() async throws {
        let stage = try Stage()
        let endpoint = try stage.endpoint(Self.modules, Self.options(.any))
        let bad = try await stage.ask(endpoint, "module=tcp&target=127.0.0.1:1", ["X-Prometheus-Scrape-Timeout-Seconds": "x"])
        #expect(bad.status == 500)
        let good = try await stage.ask(endpoint, "module=tcp&target=127.0.0.1:1", ["X-Prometheus-Scrape-Timeout-Seconds": "4"])
        #expect(Exposed(good.body)["probe_timeout_seconds"] == "3.5")
    }

    @Test func whatIsNotAllowedIsNotProbed() async throws {
        let stage = try Stage()
        let address = try stage.listening()
        let endpoint = try stage.endpoint(Self.modules, Self.options(.configured), configured: ["example.com"])
        let response = try await stage.ask(endpoint, "module=tcp&target=\(address)")
        #expect(response.status == 403)
        #expect(text(response).split(separator: "\n").count == 1)
        #expect(text(response).contains("\(address.ip) is no configured target"))
        #expect(stage.recent.newestFirst.isEmpty)
        #expect(endpoint.counts.refusedTargets == 1)
        let named = try stage.endpoint(Self.modules, Self.options(.network(address.ip, bits: 32)))
        #expect(Exposed(try await stage.ask(named, "module=tcp&target=\(address)").body)["probe_success"] == "1")
    }

    @Test func aNameThatLeadsIntoAGuardedRangeIsRefusedAtItsAddress() async throws {
        let stage = try Stage()
        let address = try stage.listening()
        let directory = NSTemporaryDirectory() + "probe-endpoint-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try "\(address.ip) inner.test\n".write(toFile: "\(directory)/hosts", atomically: false, encoding: .utf8)
        let resolver = Resolver(on: stage.probeLoop, configurationPath: "/nonexistent", hostsPath: "\(directory)/hosts")
        let endpoint = try stage.endpoint(
            Self.modules, Self.options(.configured), configured: ["inner.test"], resolver: resolver)
        let response = try await stage.ask(endpoint, "module=tcp&target=inner.test:\(address.port)")
        #expect(response.status == 200)
        let exposed = Exposed(response.body)
        #expect(exposed["probe_failure_info{reason=\"target_not_allowed\",layer=\"permission\"}"] == "1")
        let open = try stage.endpoint(
            Self.modules, Self.options(.network(.v4(0x7f00_0000), bits: 8)), configured: [], resolver: resolver)
        #expect(Exposed(try await stage.ask(open, "module=tcp&target=inner.test:\(address.port)").body)["probe_success"] == "1")
    }

    @Test func socketsAreProbedOnlyIfConfigured() async throws {
        let stage = try Stage()
        let modules = ["unix": Module(name: "unix", kind: .unix(DialogueSettings()))]
        let closed = try stage.endpoint(modules, Self.options(.configured), configured: ["/run/a.sock"])
        #expect(try await stage.ask(closed, "module=unix&target=/run/b.sock").status == 403)
        #expect(try await stage.ask(closed, "module=unix&target=/run/a.sock").status == 200)
        #expect(try await stage.ask(stage.endpoint(modules, Self.options(.any)), "module=unix&target=/run/b.sock").status == 200)
    }

    @Test func debugIsForPeople() async throws {
        let stage = try Stage()
        let address = try stage.listening()
        let endpoint = try stage.endpoint(Self.modules, Self.options(.any))
        let response = try await stage.ask(
            endpoint, "module=tcp&target=\(address)&debug=true", ["Accept": "application/openmetrics-text"])
        #expect(response.fields.first("content-type") == "text/plain; charset=utf-8")
        let page = text(response)
        #expect(page.contains("Log of the probe:\nts=") && page.contains("level=debug msg=Connected module=tcp"))
        #expect(page.contains("probe_success 1\n") && !page.contains("# EOF"))
        #expect(page.hasSuffix("Module tcp:\nprober: of tcp\n"))
    }

    @Test func speaksOpenMetricsToWhoAsksForIt() async throws {
        let stage = try Stage()
        let endpoint = try stage.endpoint(Self.modules, Self.options(.any))
        let fields: HTTPFields = ["Accept": "application/openmetrics-text;version=1.0.0"]
        let response = try await stage.ask(endpoint, "module=tcp&target=127.0.0.1:1", fields)
        #expect(response.fields.first("content-type")?.hasPrefix("application/openmetrics-text") == true)
        #expect(text(response).hasSuffix("# EOF\n"))
    }

    @Test func queryNameIsTheRequests() async throws {
        let stage = try Stage()
        let names = try LoopbackNames()
        names.set("asked.example", .address(.v4(0xc000_0201)))
        let serving = stage.probeLoop.spawn { [loop = stage.probeLoop] in await names.serve(on: loop) }
        defer { serving.cancel() }
        var settings = DNSSettings()
        settings.queryName = "configured.example"
        settings.queryType = .a
        let endpoint = try stage.endpoint(["dns": Module(name: "dns", kind: .dns(settings))], Self.options(.any))
        let response = try await stage.ask(endpoint, "module=dns&target=\(names.address)&query_name=asked.example")
        #expect(names.asked == ["A asked.example"])
        #expect(Exposed(response.body)["probe_dns_answer_rrs"] == "1", "\(text(response))")
    }

    @Test func silentPeersEndWithTheTimeout() async throws {
        let stage = try Stage()
        let address = try stage.listening()
        var settings = DialogueSettings()
        var step = DialogueSettings.Step()
        step.expect = try Pattern("never")
        settings.steps = [step]
        var module = Module(name: "tcp", kind: .tcp(settings))
        module.timeout = .milliseconds(100)
        let response = try await stage.ask(stage.endpoint(["tcp": module], Self.options(.any)), "module=tcp&target=\(address)")
        let exposed = Exposed(response.body)
        #expect(exposed["probe_failure_info{reason=\"reply_timeout\",layer=\"dialogue\"}"] == "1")
        #expect(try #require(exposed["probe_duration_seconds"].flatMap(Double.init)) > 0)
    }

    @Test func manyAtATimeAllComeBack() async throws {
        let stage = try Stage()
        let address = try stage.listening()
        let endpoint = try stage.endpoint(Self.modules, Self.options(.any))
        let target = try HTTPRequestTarget(parsing: "/probe?module=tcp&target=\(address)")
        let head = try #require(HTTPRequestHead(method: "GET", target: "/probe"))
        let request = Request(head: head, target: target)
        let good = await Task(executorPreference: stage.webLoop) {
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<12 {
                    group.addTask { Exposed(await endpoint.answer(request).body)["probe_success"] == "1" }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
        }.value
        #expect(good == 12)
        #expect(stage.recent.newestFirst.count == 10)
        #expect(endpoint.counts.successes == 12)
    }
}
