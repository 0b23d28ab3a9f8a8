import ProcFS
import Server
import Testing
import Wire

@testable import Exporter

@Suite struct ConfigurationTextTests {
    @Test func showsWhatTheFilesSayAndNoMore() throws {
        let files = ConfigurationFiles(files: [
            "a.yml": "probing: {min_gap: 30s, resolver: \"${R:-192.0.2.1}\"} # why\ncatalogue: {disable: [links]}\n",
            "config.d/b.yml": "modules: {m: {prober: tcp, timeout: \"5s\"}}\n",
        ])
        let text = """
            probing:
              min_gap: 30s
              resolver: "${R:-192.0.2.1}"
            catalogue:
              disable:
              - links
            modules:
              m:
                prober: tcp
                timeout: "5s"

            """
        #expect(try files.load().shownText == text)
    }

    @Test func saysWhatIsEmbedded() throws {
        let text = try ConfigurationFiles("probing: {min_gap: 30s}").load().shownText
        #expect(text.hasPrefix("# The embedded catalogue is in force.\n# The embedded modules are in force: dns_tcp, dns_tls, "))
        #expect(text.hasSuffix("\nprobing:\n  min_gap: 30s\n"))
        #expect(
            Configuration.embedded(procfs: .init()).shownText.hasPrefix(
                "# There is no configuration file.\n# The embedded catalogue"))
        #expect(try ConfigurationFiles("catalogue: {}\nmodules: {}").load().shownText == "catalogue: {}\nmodules: {}\n")
    }

    @Test(
        arguments: [
            "http: {basic_auth: {username: u, password: HIDDEN}}", "http: {authorization: {credentials: HIDDEN}}",
            "http: {bearer_token: HIDDEN}", "http: {oauth2: {client_id: u, client_secret: HIDDEN, token_url: \"http://x\"}}",
            "http: {oauth2: {client_id: u, token_url: \"http://x\", endpoint_params: {client_assertion: HIDDEN}}}",
            "http: {oauth2: {client_id: u, token_url: \"http://a:HIDDEN@x\"}}",
            "http: {headers: {Authorization: Bearer HIDDEN}}", "http: {headers: {cookie: a=HIDDEN}}",
            "http: {headers: {X-Api-Key: HIDDEN}}",
            "http: {http_headers: {X-A: {secrets: [HIDDEN, HIDDEN]}}}", "http: {http_headers: {X-Token: {values: [HIDDEN]}}}",
            "http: {proxy_url: \"http://u:HIDDEN@p:1\"}", "http: {proxy_url: \"http://HIDDEN@p:1\"}",
            "http: {proxy_url: \"http://p\", proxy_connect_header: {X-A: [HIDDEN]}}",
            "grpc: {metadata: {authorization: [HIDDEN]}}", "postgres: {password: HIDDEN}", "postgres: {password: \"HIDDEN\"}",
            "websocket: {headers: {Cookie: {values: [HIDDEN]}}}", "websocket: {http_config: {basic_auth: {password: HIDDEN}}}",
            "http: {basic_auth: {password: \"${HIDDEN}\"}}", "http: {basic_auth: {password: !!binary SElEREVO}}",
        ])
    func secretsAreHidden(block: String) throws {
        let files = ConfigurationFiles("modules: {m: {prober: tcp, \(block)}}", environment: ["HIDDEN": "x"])
        let shown: String
        do { shown = try files.load().shownText } catch {
            // A URL with credentials may also be refused; then nothing is shown, and the message must not show it either.
            shown = "<secret> \(error)"
        }
        #expect(!shown.contains("HIDDEN") && !shown.contains("SElEREVO"), "\(shown)")
        #expect(shown.contains("<secret>"))
    }

    @Test func aliasesOfSecretsAreHidden() throws {
        let text = """
            modules:
              a: {prober: http, http: {basic_auth: &x {username: u, password: HIDDEN}}}
              b: {prober: http, http: {basic_auth: *x}}
            """
        #expect(try !ConfigurationFiles(text).load().shownText.contains("HIDDEN"))
    }

    @Test func secretsOfOtherSectionsAreHidden() throws {
        let text =
            "incidents: {notes_token: HIDDEN}\ntargets: [{name: a, control: site, prober: http, host: a.test, http: {headers: {Cookie: HIDDEN}}}]"
        let shown = try ConfigurationFiles(text).load().shownText
        #expect(!shown.contains("HIDDEN") && shown.contains("notes_token: <secret>") && shown.contains("Cookie: <secret>"))
    }

    @Test(
        arguments: [
            ("http://u:p@h/a", "http://<secret>@h/a"), ("http://h/a@b", "http://h/a@b"), ("u@h", "u@h"),
            ("http://a@b@c/", "http://<secret>@c/"),
            ("x http://u:p@h, https://v@i", "x http://<secret>@h, https://<secret>@i"), ("http://", "http://"),
            ("://@", "://<secret>@"),
        ])
    func credentialsInURLsAreHidden(text: String, shown: String) {
        #expect(ConfigurationText.withoutCredentials(text) == shown)
    }

    @Test func endpointAnswersInYAML() throws {
        let endpoint = ConfigEndpoint { "a: 1\n" }
        let head = try #require(HTTPRequestHead(method: "GET", target: "/config"))
        let response = endpoint.answer(Request(head: head, target: try HTTPRequestTarget(parsing: "/config")))
        #expect(response.status == 200 && response.body == Array("a: 1\n".utf8))
        #expect(response.fields.first("Content-Type") == "application/yaml; charset=utf-8")
        #expect(response.fields.first("Cache-Control") == "no-store")
    }
}
