import Probing
import Testing

@testable import Exporter

@Suite struct JobsSectionTests {
    private static func jobs(_ text: String) throws -> [Job] {
        try ConfigurationFiles("jobs:\n" + text).load("a.yml").jobs
    }

    private static func messages(_ text: String) -> String {
        ConfigurationFiles("jobs:\n" + text).messages()
    }

    @Test func readsAJob() throws {
        let jobs = try Self.jobs(
            """
              - name: shops
                module: tcp_connect
                interval: 30s
                timeout: 3s
                target_limit: 50
                static_configs:
                  - targets: ['192.0.2.1:443', 'shop.example.com:443']
                    labels: {team: shop, __meta_x: y}
                file_sd_configs:
                  - files: ['targets/*.json', /etc/targets.yml]
                    refresh_interval: 1m
                http_sd_configs:
                  - url: http://inventory.example.com/targets?a=b
            """)
        let job = try #require(jobs.first)
        #expect(job.name == "shops" && job.module.name == "tcp_connect" && job.targetLimit == 50)
        #expect(job.interval == .seconds(30) && job.timeout == .seconds(3))
        #expect(
            job.groups == [
                TargetGroup(targets: ["192.0.2.1:443", "shop.example.com:443"], labels: [TargetGroup.Label("team", "shop")])
            ])
        #expect(job.sources.map(\.mechanism) == ["file", "http"])
        #expect(job.sources.map(\.place) == ["targets/*.json,/etc/targets.yml", "http://inventory.example.com/targets?a=b"])
        #expect(job.sources.map(\.refreshInterval) == [.seconds(60), .seconds(60)])
    }

    @Test func aJobAloneIsEnoughToProbe() throws {
        let text =
            "catalogue: {enabled: false}\njobs: [{name: a, module: tcp_connect, static_configs: [{targets: ['a.test:1']}]}]"
        #expect(try ConfigurationFiles(text).load().endpoints.isEmpty)
    }

    @Test func theTimeoutIsTheModulesAndNeverLongerThanTheInterval() throws {
        let jobs = try ConfigurationFiles(
            """
            modules: {web: {prober: http, timeout: 5s}, tcp: {prober: tcp}}
            jobs:
              - {name: a, module: web, static_configs: [{targets: [a.test]}]}
              - {name: b, module: web, interval: 2s, static_configs: [{targets: [a.test]}]}
              - {name: c, module: tcp, interval: 300s, static_configs: [{targets: ['a.test:1']}]}
            """
        ).load().jobs
        #expect(jobs.map(\.timeout) == [.seconds(5), .seconds(2), .seconds(10)])
        #expect(jobs.map(\.interval) == [.seconds(60), .seconds(2), .seconds(300)])
    }

    @Test func aPageIsAskedAsPrometheusWouldAsk() throws {
        let jobs = try Self.jobs(
            """
              - name: a
                module: tcp_connect
                http_sd_configs:
                  - url: https://inventory.example.com/
                    refresh_interval: 10s
                    basic_auth: {username: u, password: p}
                    tls_config: {server_name: other.example.com}
            """)
        guard case .http(let source) = try #require(jobs.first?.sources.first) else { return #expect(Bool(false)) }
        #expect(source.settings.tls.serverName == "other.example.com")
        guard case .basic = source.settings.authorization else { return #expect(Bool(false)) }
    }

    @Test(arguments: [
        ("  - {module: tcp_connect, static_configs: []}", "a.yml:2:5: missing key \"name\", add it to this mapping"),
        ("  - {name: a, static_configs: []}", "a.yml:2:5: missing key \"module\", add it to this mapping"),
        (
            "  - {name: a, module: tcp_conect, static_configs: []}",
            "a.yml:2:23: there is no module \"tcp_conect\", did you mean \"tcp_connect\"?"
        ),
        (
            "  - {name: a, module: tcp_connect}",
            "a.yml:2:5: the job has no targets, add static_configs, file_sd_configs or http_sd_configs"
        ),
        (
            "  - {name: a, module: tcp_connect, interval: 5s, timeout: 6s, static_configs: []}",
            "a.yml:2:59: timeout 6s is longer than the interval, write at most 5s"
        ),
        (
            "  - {name: a, module: tcp_connect, static_configs: [{targets: [nowhere]}]}",
            "a.yml:2:64: item 1 of targets is no target for the module tcp_connect, the target has no port, write for example nowhere:443"
        ),
        (
            "  - {name: a, module: tcp_connect, static_configs: [{targets: [], labels: {reason: x}}]}",
            "a.yml:2:76: the label \"reason\" is set by the exporter, give it another name"
        ),
        (
            "  - {name: a, module: tcp_connect, file_sd_configs: [{files: [a.txt]}]}",
            "a.yml:2:63: item 1 of files is \"a.txt\", write a path that ends in .json, .yml or .yaml, with at most one * and that after the last /"
        ),
        (
            "  - {name: a, module: tcp_connect, file_sd_configs: [{files: []}]}",
            "a.yml:2:62: no files are named, write files: [targets/*.json]"
        ),
        (
            "  - {name: a, module: tcp_connect, http_sd_configs: [{url: 'ftp://a'}]}",
            "a.yml:2:60: url is \"ftp://a\", write a URL such as https://inventory.example.com/targets"
        ),
        (
            "  - {name: a, module: tcp_connect, static_configs: []}\n  - {name: a, module: tcp_connect, static_configs: []}",
            "a.yml:3:12: duplicate job \"a\", rename this one or the one at a.yml:2:12"
        ),
        (
            "  - {name: a, module: tcp_connect, static_configs: [], scrape: 1}",
            "a.yml:2:56: unknown key \"scrape\", known here: name, module, interval, timeout, target_limit, static_configs, file_sd_configs, http_sd_configs"
        ),
    ])
    func namesTheMistakeAndItsPlace(text: String, message: String) {
        #expect(Self.messages(text) == message)
    }

    @Test(arguments: ["a/*/b.json", "**.json", "a*b*.json", "x", ".yml/"]) func refusesOtherPatterns(pattern: String) {
        let text = "  - {name: a, module: tcp_connect, file_sd_configs: [{files: ['\(pattern)']}]}"
        #expect(Self.messages(text).contains("write a path that ends in"))
    }
}
