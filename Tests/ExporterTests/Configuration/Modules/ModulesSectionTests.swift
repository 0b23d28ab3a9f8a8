import Posix
import Probing
import ProcFS
import Testing
import WhatsApp

@testable import Exporter

@Suite struct ModulesSectionTests {
    /// What blackbox_exporter's users have: nothing but modules, in its own spelling.
    private static let blackboxFile = """
        # comments, anchors and both quotes
        modules:
          http_2xx:
            prober: http
            timeout: 5s
            http: &http
              valid_http_versions: ["HTTP/1.1", "HTTP/2.0"]
              valid_status_codes: []  # Defaults to 2xx
              method: GET
              no_follow_redirects: false
              fail_if_body_matches_regexp: ["Could not connect to database"]
              fail_if_header_not_matches:
              - header: Access-Control-Allow-Origin
                regexp: '(\\*|example\\.com)'
              tls_config: {insecure_skip_verify: false}
              preferred_ip_protocol: "ip4"
          http_post:
            prober: http
            http: {<<: *http, method: POST, headers: {Content-Type: application/json}, body: '{"a": "${b}"}'}
          banner:
            prober: tcp
            tcp:
              query_response:
              - expect: "^SSH-2.0-([^ -]+)(?: (.*))?$"
                labels: [{name: ssh_version, value: "${1}"}]
          database:
            prober: tcp
            tcp:
              query_response:
              - send: !!binary AAAACATSFi8=
              - expect_bytes: S
              - starttls: true
          quic:
            prober: http
            http: {enable_http3: true, enable_http2: false, valid_http_versions: ["HTTP/3.0"]}
        """

    @Test func fileOfModulesAloneMeansTheWholeCatalogueAsWell() throws {
        let configuration = try ConfigurationFiles(Self.blackboxFile).load()
        #expect(
            configuration.endpoints.map(\.target.name) == Configuration.embedded(procfs: .init()).endpoints.map(\.target.name))
        #expect(configuration.modules.keys.sorted() == ["banner", "database", "http_2xx", "http_post"])
    }

    @Test func moduleThatWantsHTTP3IsKnownButNotServed() throws {
        let configuration = try ConfigurationFiles(Self.blackboxFile).load()
        #expect(configuration.modules["quic"] == nil)
        #expect(
            configuration.unservedModules == [
                "quic": "enable_http3 at a.yml:35:26 asks for HTTP/3, which this exporter does not speak"
            ])
    }

    @Test func cutFileIsValidOrSaysWhereItIsWrong() {
        let text = Array(Self.blackboxFile.utf8)
        for count in 0..<text.count {
            let messages = ConfigurationFiles(String(decoding: text.prefix(count), as: UTF8.self)).messages()
            #expect(messages == "valid" || messages.split(separator: "\n").allSatisfy { $0.hasPrefix("a.yml:") }, "\(count)")
        }
    }

    @Test func withoutModulesThereAreTheDefaultOnes() throws {
        #expect(try ConfigurationFiles("probing: {min_gap: 30s}").load().modules.keys == DefaultModules.modules.keys)
        #expect(try ConfigurationFiles("modules: {}").load().modules.isEmpty)
        #expect(Configuration.embedded(procfs: .init()).modules.keys == DefaultModules.modules.keys)
    }

    @Test func defaultModulesAreThoseThatPeopleExpect() throws {
        let names = [
            "http_2xx", "http_post_2xx", "tcp_connect", "tls_connect", "icmp", "dns_udp", "dns_tcp", "dns_tls", "grpc",
            "grpc_plain",
            "ssh_banner", "irc_banner", "pop3s_banner", "whatsapp_chat", "whatsapp_web_chat", "websocket",
        ]
        #expect(Set(names).isSubset(of: DefaultModules.modules.keys))
        guard case .tcp(let dialogue)? = DefaultModules.modules["irc_banner"]?.kind else { throw NoValue() }
        #expect(dialogue.steps[2].send == "PONG ${1}")
        guard case .whatsAppChat(let chat)? = DefaultModules.modules["whatsapp_web_chat"]?.kind else { throw NoValue() }
        #expect(chat.overWebSocket)
    }

    @Test func filesJoinTheirModules() throws {
        let files = ConfigurationFiles(files: [
            "a.yml": "modules: {a: {prober: tcp}}", "config.d/b.yml": "modules: {b: {prober: icmp}}",
        ])
        #expect(try files.load().modules.keys.sorted() == ["a", "b"])
    }

    @Test func moduleOfTwoFilesIsAMistake() {
        let files = ConfigurationFiles(files: [
            "a.yml": "modules: {a: {prober: tcp}}", "config.d/b.yml": "modules:\n  a: {timeout: 5s}",
        ])
        #expect(files.messages() == "config.d/b.yml:2:3: \"a\" is defined already at a.yml:1:11, rename one of the two")
    }

    @Test func pathsAreThoseOfTheFilesOwnFolder() throws {
        let files = ConfigurationFiles(files: [
            "/e/a.yml": "modules: {}",
            "/e/config.d/b.yml": "modules: {b: {prober: http, http: {bearer_token_file: t, body_file: /x/y}}}",
            "/e/config.d/t": "t", "/x/y": "body",
        ])
        guard case .http(let settings)? = try files.load("/e/a.yml").modules["b"]?.kind,
            case .token(_, let credentials)? = settings.authorization
        else { throw NoValue() }
        #expect(credentials == .file(path: "/e/config.d/t") && settings.body == Array("body".utf8))
    }

    @Test(arguments: ["\"\"", "\"a\\nb\"", String(repeating: "x", count: 129)])
    func namesFitLabels(name: String) {
        #expect(
            ConfigurationFiles("modules: {\(name): {prober: tcp}}").messages().contains("write a name of up to 128 characters"))
    }

    @Test func variablesMeanNothingInModulesAndAllElsewhere() throws {
        let text = "probing: {resolver: \"${R}\"}\nmodules: {a: {prober: tcp, tcp: {query_response: [{send: \"${R}\"}]}}}"
        let configuration = try ConfigurationFiles(text, environment: ["R": "192.0.2.1"]).load()
        guard case .tcp(let settings)? = configuration.modules["a"]?.kind else { throw NoValue() }
        #expect(configuration.resolver?.description == "192.0.2.1:53" && settings.steps[0].send == "${R}")
    }
}
