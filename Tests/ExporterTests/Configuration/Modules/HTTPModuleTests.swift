import Conditions
import Patterns
import Probing
import Testing
import Wire

@testable import Exporter

@Suite struct HTTPModuleTests {
    private static func settings(
        _ text: String, files: [String: String] = [:], environment: [String: String] = [:]
    ) throws -> HTTPSettings {
        let module = try module("prober: http, http: {\(text)}", files: files, environment: environment)
        guard case .http(let settings) = module.kind else { throw NoValue() }
        return settings
    }

    @Test func defaults() throws {
        let settings = try Self.settings("")
        #expect(settings.method == "GET" && settings.fields.lines.isEmpty && settings.body.isEmpty && settings.encoding == nil)
        #expect(
            settings.followsRedirects && settings.redirectLimit == 10 && settings.validStatuses.isEmpty && settings.allowsHTTP2)
        #expect(settings.bodyLimitBytes == nil && settings.authorization == nil && settings.proxy == nil && settings.tls.verifies)
    }

    @Test func emptyTextsAreAsAbsentAsInGo() throws {
        let settings = try Self.settings(
            """
            method: "", compression: "", body: "", proxy_url: "", preferred_ip_protocol: "", source_ip_address: "",
            tls_config: {ca_file: "", cert_file: "", key_file: "", server_name: "", min_version: ""}, basic_auth: ~, headers: ~
            """)
        #expect(settings.method == "GET" && settings.encoding == nil && settings.proxy == nil && settings.tls.context == nil)
    }

    @Test func request() throws {
        let settings = try Self.settings(
            """
            method: POST, body: "a $$ ${b}", headers: {Host: h.test, X-N: 5, X-T: true, X-E: , Accept-Encoding: "br, gzip;q=0.5"},
            compression: gzip, body_size_limit: 1.5MB, follow_redirects: false, enable_http2: off,
            http_headers: {X-N: {values: [a, b]}, X-S: {values: [v], secrets: [s]}, X-F: {secrets: [s], files: [f]}}
            """, files: ["f": "token"])
        #expect(settings.method == "POST" && settings.body == Array("a $$ ${b}".utf8) && settings.encoding == .gzip)
        #expect(
            settings.fields.first("host") == "h.test" && settings.fields.first("x-t") == "true"
                && settings.fields.first("x-e") == "")
        #expect(settings.fields.all("x-n") == ["b"])
        #expect(settings.secretFields.map(\.name) == ["X-S", "X-F"])
        #expect(settings.secretFields.map(\.value) == [.value(Secret("s")), .file(path: "f")])
        #expect(settings.bodyLimitBytes == 1_572_864 && !settings.followsRedirects && !settings.allowsHTTP2)
    }

    @Test(
        arguments: [
            ("1B", 1), ("10KB", 10_240), ("10KiB", 10_240), ("3MB", 3 << 20), ("1GiB", 1 << 30), ("2TB", 2 << 40), ("0.5KB", 512),
        ])
    func sizes(text: String, bytes: Int) throws {
        #expect(try Self.settings("body_size_limit: \(text)").bodyLimitBytes == bytes)
        #expect(try Self.settings("body_size_limit: 0").bodyLimitBytes == nil)
    }

    @Test func expectations() throws {
        let settings = try Self.settings(
            """
            valid_status_codes: [204, 301, 400-404], valid_http_versions: [HTTP/1.1, HTTP/2.0], fail_if_ssl: false, fail_if_not_ssl: true,
            fail_if_body_matches_regexp: ["a$", b], fail_if_body_not_matches_regexp: [c],
            fail_if_body_json_matches_cel: "body.a == 'x'", fail_if_body_json_not_matches_cel: "body.b > 1",
            fail_if_header_matches: [{header: Location, regexp: "^http:", allow_missing: true}],
            fail_if_header_not_matches: [{header: X, regexp: y}, {header: Z, regexp: z}]
            """)
        #expect(
            settings.validStatuses == [204...204, 301...301, 400...404] && settings.validVersions == ["HTTP/1.1", "HTTP/2.0"])
        #expect(settings.failsIfNotTLS && !settings.failsIfTLS)
        #expect(settings.failIfBodyMatches.map(\.text) == ["a$", "b"] && settings.failIfBodyNotMatches.map(\.text) == ["c"])
        #expect(settings.failIfJSONMatches?.text == "body.a == 'x'" && settings.failIfJSONNotMatches?.text == "body.b > 1")
        #expect(settings.failIfHeaderMatches.map(\.name) == ["Location"] && settings.failIfHeaderMatches[0].allowsMissing)
        #expect(
            settings.failIfHeaderNotMatches.map(\.pattern.text) == ["y", "z"] && !settings.failIfHeaderNotMatches[0].allowsMissing
        )
    }

    @Test(arguments: [
        ("no_follow_redirects: true", false), ("no_follow_redirects: false", true),
        ("no_follow_redirects: true, follow_redirects: false", false),
    ])
    func theOldNameOfRedirects(text: String, follows: Bool) throws {
        #expect(try Self.settings(text).followsRedirects == follows)
    }

    @Test func authorizations() throws {
        guard
            case .basic(let user, .file("pw")?)? = try Self.settings(
                "basic_auth: {username: u, password_file: pw}", files: ["pw": "x"]
            ).authorization
        else { throw NoValue() }
        #expect(user == .value(Secret("u")))
        guard case .basic(nil, .value(let key)?)? = try Self.settings("basic_auth: {password: \"a$${b\"}").authorization else {
            throw NoValue()
        }
        #expect(key.revealed == "a$${b")
        guard
            case .basic(.file("un")?, nil)? = try Self.settings("basic_auth: {username_file: un}", files: ["un": "x"])
                .authorization
        else { throw NoValue() }
        for text in ["authorization: {credentials: t}", "authorization: {type: '', credentials: t}", "bearer_token: t"] {
            guard case .token("Bearer", .value(let token))? = try Self.settings(text).authorization else { throw NoValue() }
            #expect(token.revealed == "t")
        }
        guard
            case .token("ApiKey", .file("k"))? = try Self.settings(
                "authorization: {type: ApiKey, credentials_file: k}", files: ["k": "x"]
            ).authorization
        else { throw NoValue() }
    }

    @Test func secretsMayComeFromTheEnvironment() throws {
        let settings = try Self.settings("basic_auth: {username: \"${U}\", password: \"${P}\"}", environment: ["P": "hidden"])
        guard case .basic(.value(let user)?, .value(let password)?)? = settings.authorization else { throw NoValue() }
        #expect(user.revealed == "${U}" && password.revealed == "hidden")
        #expect(complaints("prober: http, http: {basic_auth: {password: \"${P}\"}}").contains("the variable P is not set"))
    }

    @Test func oauth2() throws {
        let settings = try Self.settings(
            """
            oauth2: {client_id: c, client_secret: s, scopes: [a, b], token_url: "https://login.test/t?x=1", endpoint_params: {aud: y},
            tls_config: {server_name: l.test}, proxy_url: "http://p.test:3128", grant_type: client_credentials}
            """)
        guard case .oauth2(let oauth)? = settings.authorization else { throw NoValue() }
        #expect(oauth.clientID == "c" && oauth.clientSecret == .value(Secret("s")) && oauth.scopes == ["a", "b"])
        #expect(oauth.tokenURL.description == "https://login.test/t?x=1" && oauth.parameters.map(\.name) == ["aud"])
        #expect(oauth.tls.serverName == "l.test" && oauth.proxy?.url?.port == 3128 && settings.proxy == nil)
    }

    @Test func proxy() throws {
        let proxy = try Self.settings(
            """
            proxy_url: "http://u%40x:p:w@proxy.test:3128/", no_proxy: "localhost, .test,10.0.0.0/8",
            proxy_connect_header: {X-A: [a, b]}, skip_resolve_phase_with_proxy: true
            """
        ).proxy.unwrap()
        #expect(proxy.url?.description == "http://proxy.test:3128/")
        #expect(proxy.username == .value(Secret("u@x")) && proxy.password == .value(Secret("p:w")))
        #expect(proxy.exceptions == ["localhost", ".test", "10.0.0.0/8"] && proxy.resolvesRemotely && proxy.environment == nil)
        #expect(proxy.connectFields.all("x-a") == ["a", "b"])
    }

    @Test func proxyFromEnvironment() throws {
        let environment = [
            "HTTP_PROXY": "http://a:1", "http_proxy": "http://b:1", "no_proxy": "x", "HTTPS_PROXY": "",
            "https_proxy": "http://c:1",
        ]
        let proxy = try Self.settings("proxy_from_environment: true", environment: environment).proxy
        #expect(proxy?.environment == ["http_proxy": "http://a:1", "https_proxy": "http://c:1", "no_proxy": "x"])
    }

    @Test func bodyFromFile() throws {
        #expect(try Self.settings("body_file: b", files: ["b": "{}\n"]).body == Array("{}\n".utf8))
    }
}
