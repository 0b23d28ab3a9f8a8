import Patterns
import Posix
import Probing
import TLS
import Testing
import Wire

@testable import Exporter

@Suite struct ModuleReadingTests {
    @Test(
        arguments: [
            "http", "tcp", "icmp", "grpc", "unix", "websocket", "tls", "udp", "postgres", "whatsapp_chat",
        ])
    func proberAloneIsAModule(prober: String) throws {
        for text in ["prober: \(prober)", "prober: \(prober), \(prober): ", "prober: \(prober), timeout: , \(prober): {}"] {
            let module = try module(text)
            #expect(module.kind.prober == prober)
            #expect(module.timeout == nil)
            #expect(module.addressRule == AddressRule(preferred: .ip6, allowsFallback: true, mode: .first))
            #expect(module.source == ProbeSource())
            #expect(module.resolver == nil)
        }
    }

    @Test(
        arguments: [
            ("5s", Duration.seconds(5)), ("1.5s", .milliseconds(1500)), ("1m30s", .seconds(90)), ("250ms", .milliseconds(250)),
            ("100us", .microseconds(100)), (".5s", .milliseconds(500)), ("2h", .seconds(7200)), ("1d", .seconds(86_400)),
            ("\"5s\"", .seconds(5)), ("1500000ns", .microseconds(1500)),
        ])
    func timeouts(text: String, timeout: Duration) throws {
        #expect(try module("prober: tcp, timeout: \(text)").timeout == timeout)
    }

    @Test(arguments: ["http", "tcp", "icmp", "grpc", "websocket", "tls", "udp", "postgres", "whatsapp_chat"])
    func everyProberOfANetworkChoosesItsWay(prober: String) throws {
        let keys = """
            preferred_ip_protocol: ip4, ip_protocol_fallback: no, address_mode: each, source_ip_address: 192.0.2.7, \
            interface: eth0, resolver: "[2001:db8::1]:5353"
            """
        let module = try module("prober: \(prober), \(prober): {\(keys)}")
        #expect(module.addressRule == AddressRule(preferred: .ip4, allowsFallback: false, mode: .each))
        #expect(module.source == ProbeSource(address: IPAddress("192.0.2.7"), interface: "eth0"))
        #expect(module.resolver?.description == "[2001:db8::1]:5353")
    }

    @Test func dialogue() throws {
        let module = try module(
            """
            prober: tcp, tcp: {tls: yes, tls_config: {server_name: mail.example.com, insecure_skip_verify: on}, query_response: [
            {expect: "^SSH-2.0-([^ -]+)(?: (.*))?$", labels: [{name: v, value: "${1}"}, {name: c, value: ""}]},
            {send: "PONG ${1} $$"}, {send: !!binary AAAACATSFi8=}, {send: !!binary aGk=}, {send_bytes: !!binary /w==}, {expect_bytes: S},
            {expect_bytes: !!binary /wA=}, {starttls: true}, {send: ""}]}
            """)
        guard case .tcp(let settings) = module.kind else { throw NoValue() }
        #expect(settings.usesTLS)
        #expect(settings.tls.serverName == "mail.example.com")
        #expect(!settings.tls.verifies)
        #expect(settings.tls.context == nil)
        #expect(settings.steps.count == 9)
        #expect(settings.steps[0].expect?.text == "^SSH-2.0-([^ -]+)(?: (.*))?$")
        #expect(settings.steps[0].labels == [.init(name: "v", template: "${1}"), .init(name: "c", template: "")])
        #expect(settings.steps[1].send == "PONG ${1} $$")
        // What is no text is sent with its newline all the same.
        #expect(settings.steps[2].sendBytes == [0, 0, 0, 8, 4, 0xD2, 0x16, 0x2F, 0x0A])
        #expect(settings.steps[3].send == "hi" && settings.steps[3].sendBytes == nil)
        #expect(settings.steps[4].sendBytes == [0xFF])
        #expect(settings.steps[5].expectBytes == Array("S".utf8))
        #expect(settings.steps[6].expectBytes == [0xFF, 0])
        #expect(settings.steps[7].startsTLS)
        #expect(settings.steps[8].send == nil && settings.steps[8].sendBytes == nil)
    }

    @Test func dns() throws {
        let module = try module(
            """
            prober: dns, dns: {query_name: www.Example.com, query_type: MX, query_class: CH, recursion_desired: false,
            transport_protocol: tcp, dns_over_tls: true, tls_config: {server_name: dns.example.com}, valid_rcodes: [NXDOMAIN, REFUSED],
            validate_answer_rrs: {fail_if_matches_regexp: [a], fail_if_all_match_regexp: [b], fail_if_not_matches_regexp: [c, d],
            fail_if_none_matches_regexp: [e]}, validate_authority_rrs: {fail_if_matches_regexp: [f]},
            validate_additional_rrs: {fail_if_matches_regexp: [g]}}
            """)
        guard case .dns(let settings) = module.kind else { throw NoValue() }
        #expect(settings.queryName.lowercased() == "www.example.com")
        #expect(settings.queryType == .mx)
        #expect(settings.queryClass == .chaos)
        #expect(!settings.recursionDesired)
        #expect(settings.transport == .tcp && settings.usesTLS)
        #expect(settings.tls.serverName == "dns.example.com")
        #expect(settings.validCodes == [.nxDomain, .refused])
        #expect(settings.answerRules.failIfMatches.map(\.text) == ["a"])
        #expect(settings.answerRules.failIfAllMatch.map(\.text) == ["b"])
        #expect(settings.answerRules.failIfNotMatches.map(\.text) == ["c", "d"])
        #expect(settings.answerRules.failIfNoneMatches.map(\.text) == ["e"])
        #expect(settings.authorityRules.failIfMatches.map(\.text) == ["f"])
        #expect(settings.additionalRules.failIfMatches.map(\.text) == ["g"])
    }

    @Test func dnsByDefaultAsksForAnythingOverUDP() throws {
        guard case .dns(let settings) = try module("prober: dns, dns: {query_name: a.test, valid_rcodes: []}").kind else {
            throw NoValue()
        }
        #expect(settings.queryType.rawValue == 255 && settings.queryClass == .internet && settings.recursionDesired)
        #expect(settings.transport == .udp && !settings.usesTLS && settings.validCodes == [.noError])
        guard case .dns(let secured) = try module("prober: dns, dns: {query_name: a.test, dns_over_tls: true}").kind else {
            throw NoValue()
        }
        #expect(secured.transport == .tcp)
    }

    @Test func icmp() throws {
        let text = "payload_size: 100, dont_fragment: true, ttl: 5, count: 4, interval: 50ms, tolerated_loss: 25%"
        guard case .icmp(let settings) = try module("prober: icmp, icmp: {\(text)}").kind else { throw NoValue() }
        #expect(settings.payloadBytes == 100 && settings.forbidsFragments && settings.hopLimit == 5)
        #expect(settings.count == 4 && settings.interval == .milliseconds(50) && settings.toleratedLoss == 0.25)
        guard case .icmp(let plain) = try module("prober: icmp, icmp: {ttl: 0}").kind else { throw NoValue() }
        #expect(plain.hopLimit == 64 && plain.count == 1)
    }

    @Test func grpc() throws {
        let text = "service: s, tls: true, tls_config: {server_name: x.test}, metadata: {Authorization: [a, b], x-bin: [c]}"
        guard case .grpc(let settings) = try module("prober: grpc, grpc: {\(text)}").kind else { throw NoValue() }
        #expect(settings.service == "s" && settings.usesTLS && settings.tls.serverName == "x.test")
        #expect(settings.metadata.map(\.name) == ["authorization", "x-bin"])
        #expect(settings.metadata.map(\.values) == [["a", "b"], ["c"]])
    }

    @Test func webSocket() throws {
        let text = """
            http_config: {basic_auth: {username: u, password: p}, tls_config: {server_name: w.test}, http_headers: {X-A: {values: [a]}}},
            headers: {Origin: {values: ["https://w.test"]}, Cookie: {secrets: [s]}}, ping: true, subprotocols: [chat, v2.chat],
            query_response: [{send: hi}, {expect: "^ho"}]
            """
        guard case .webSocket(let settings) = try module("prober: websocket, websocket: {\(text)}").kind else { throw NoValue() }
        #expect(settings.http.fields.lines.map(\.name) == ["X-A", "Origin"])
        #expect(settings.http.secretFields.map(\.name) == ["Cookie"])
        #expect(settings.http.tls.serverName == "w.test")
        guard case .basic(.value(let user)?, .value(let password)?) = settings.http.authorization else { throw NoValue() }
        #expect(user.revealed == "u" && password.revealed == "p")
        #expect(settings.pings && settings.subprotocols == ["chat", "v2.chat"] && settings.steps.count == 2)
    }

    @Test func chat() throws {
        guard case .whatsAppChat(let plain) = try module("prober: whatsapp_chat").kind else { throw NoValue() }
        #expect(!plain.overWebSocket)
        let text = "prober: whatsapp_chat, whatsapp_chat: {transport: websocket, http_config: {proxy_url: \"http://p:1\"}}"
        guard case .whatsAppChat(let settings) = try module(text).kind else { throw NoValue() }
        #expect(settings.overWebSocket && settings.http.proxy?.url?.host == "p")
    }

    @Test func postgres() throws {
        let text = """
            user: bot, password_file: pw, database: shop, tls_mode: verify-full, tls_config: {server_name: db.test},
            query: "SELECT n, q FROM t WHERE a = '$1'", statement_timeout: 1.5s, expected_rows: 1-10, expected_value: ok, max_rows: 5,
            columns: [{name: n, metric: queue_length, labels: [q]}, {name: m}], statistics: false, top_statements: 3, slow_after: 2s
            """
        let module = try module("prober: postgres, postgres: {\(text)}", files: ["pw": "x"])
        guard case .postgres(let settings) = module.kind else { throw NoValue() }
        #expect(settings.user == "bot" && settings.database == "shop" && settings.password == .file(path: "pw"))
        #expect(settings.tlsMode == .verifyFull && settings.tls.serverName == "db.test")
        #expect(settings.query == "SELECT n, q FROM t WHERE a = '$1'" && settings.statementTimeout == .milliseconds(1500))
        #expect(settings.expectedRows == 1...10 && settings.expectedValue == "ok" && settings.mostRows == 5)
        #expect(
            settings.columns == [
                .init(name: "n", metric: "queue_length", labels: ["q"]), .init(name: "m", metric: "m", labels: []),
            ])
        #expect(!settings.glances && settings.mostStatements == 3 && settings.slowAfter == .seconds(2))
    }

    @Test func blocksOfOtherProbersAreReadAndHaveNoEffect() throws {
        #expect(try module("prober: icmp, tcp: {tls: true}, http: {method: PUT}, icmp: {ttl: 9}").kind.prober == "icmp")
        #expect(complaints("prober: icmp, tcp: {tlz: true}").hasPrefix("1:35: unknown key \"tlz\""))
    }

    @Test func anchorsAndMergeKeysMakeModules() throws {
        let text = """
            modules:
              a: &a {prober: http, timeout: 5s, http: &h {method: HEAD}}
              b: {<<: *a, http: {<<: *h, fail_if_not_ssl: true}}
            """
        let modules = try ConfigurationFiles(text).load().modules
        guard case .http(let settings) = modules["b"]?.kind else { throw NoValue() }
        #expect(settings.method == "HEAD" && settings.failsIfNotTLS && modules["b"]?.timeout == .seconds(5))
    }
}
