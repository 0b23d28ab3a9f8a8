import Posix
import Probing
import Testing
import WhatsApp
import Wire

@testable import Exporter

private let hostRemedy = "write a name such as web.example.com, or an address such as 192.0.2.1 or 2001:db8::1"

@Suite struct TargetReadingTests {
    @Test func readsEveryKey() throws {
        let endpoint = try endpoint(
            """
            name: my_web
            component: web
            prober: https
            host: WEB.example.TEST
            port: 8443
            interval: 2m
            timeout: 7s
            family: both
            resolver: "[2001:db8::1]:5353"
            public: true
            http:
              path: /health?x=1
              method: POST
              headers: {Accept-Language: de, Authorization: "Bearer ${TOKEN}"}
              valid_status_codes: [204, "300-399"]
              body_contains: [ok, fine]
              follow_redirects: 3
              own_domains: [Example.com]
            """, environment: ["TOKEN": "abc"])
        #expect(endpoint.role == .component(.web))
        let target = endpoint.target
        #expect(target.name == "my_web")
        #expect(target.host == "web.example.test")
        #expect(target.port == 8443)
        #expect(target.interval == .seconds(120))
        #expect(target.timeout == .seconds(7))
        #expect(target.families == .both)
        #expect(target.resolver?.description == "[2001:db8::1]:5353")
        #expect(target.isPublic)
        let prober = try #require(target.prober as? HTTPProber)
        #expect(prober.scheme == .https)
        #expect(prober.requestTarget == "/health?x=1")
        #expect(prober.method == "POST")
        #expect(prober.fields.first("accept-language") == "de")
        #expect(prober.fields.first("authorization") == "Bearer abc")
        #expect(prober.redirectLimit == 3)
        #expect(
            prober.expectation
                == HTTPExpectation(
                    [.init(204...204, bodyContains: ["ok", "fine"]), .init(300...399, bodyContains: ["ok", "fine"])],
                    ownDomains: ["example.com"]))
    }

    @Test func leavesOutWhatHasADefault() throws {
        let target = try endpoint("name: a, component: web, prober: https, host: a.test").target
        #expect(target.port == 443)
        #expect(target.interval == .seconds(60))
        #expect(target.timeout == .seconds(10))
        #expect(target.families == .any)
        #expect(target.resolver == nil)
        #expect(!target.isPublic)
        let prober = try #require(target.prober as? HTTPProber)
        #expect(prober.expectation == .success)
        #expect(prober.requestTarget == "/" && prober.method == "GET" && prober.redirectLimit == 0)
    }

    @Test(
        arguments: [
            ("prober: dns, dns: {query_name: a.test}", "dns", 53), ("prober: tcp, host: a.test, port: 5222", "tcp", 5222),
            ("prober: tls, host: a.test", "tls", 443), ("prober: http, host: a.test", "http", 80),
            ("prober: https, host: a.test", "https", 443), ("prober: whatsapp_chat, host: a.test", "whatsapp_chat", 443),
            ("prober: gateway", "gateway", 0),
        ])
    func knowsEachProber(text: String, name: String, port: UInt16) throws {
        let target = try endpoint("name: a, control: gateway, \(text)").target
        #expect(target.prober.name == name)
        #expect(target.port == port)
    }

    @Test func readsDNSAndTLSBlocks() throws {
        let dns = try endpoint(
            "name: a, control: resolver, prober: dns, host: 192.0.2.53, "
                + "dns: {query_name: Example.com., query_type: soa, recursion_desired: false, public_answer: true}")
        let prober = try #require(dns.target.prober as? DNSProber)
        #expect(prober.queryName == "Example.com")
        #expect(prober.queryType == .soa)
        #expect(!prober.recursionDesired)
        #expect(prober.expectsPublicAnswer)
        let tls = try endpoint("name: a, control: site, prober: tls, host: 2001:DB8:0::1, tls: {server_name: B.test}")
        #expect(tls.target.host == "2001:db8::1")
        #expect((tls.target.prober as? TLSProber)?.settings.serverName == "b.test")
    }

    @Test func nameOfTheCatalogueTakesItsPlace() throws {
        let text = "targets: [{name: web, component: web, prober: tcp, host: a.test, port: 1}]"
        let names = try ConfigurationFiles("").load().endpoints.map(\.target.name)
        let replaced = try ConfigurationFiles(text).load().endpoints
        #expect(replaced.map(\.target.name) == names)
        #expect(replaced.first { $0.target.name == "web" }?.target.host == "a.test")
    }

    @Test func timeoutOfAShortIntervalIsTheInterval() throws {
        let text =
            "probing: {min_gap: 0s}\ncatalogue: {enabled: false}\n"
            + "targets: [{name: a, control: site, prober: tcp, host: a.test, port: 1, interval: 100ms}]"
        #expect(try ConfigurationFiles(text).load().endpoints.first?.target.timeout == .milliseconds(100))
    }

    @Test(
        arguments: [
            ("control: site, prober: tcp, host: a.test", "missing key \"port\", add it to this mapping"),
            ("control: site, prober: tcp, port: 1", "missing key \"host\", add it to this mapping"),
            ("control: site, prober: dns", "missing key \"dns\", add it to this mapping"),
            ("control: site, prober: dns, dns: {}", "missing key \"query_name\", add it to this mapping"),
            (
                "prober: gateway",
                "neither component nor control is given, add one, as component: web or control: site"
            ),
            ("component: web, control: site, prober: gateway", "component and control are both given, keep one of the two"),
            (
                "component: website, prober: gateway",
                "component is \"website\", write one of chat, chat_alternate, web, registration, media, links, business_api, "
                    + "dns_authority"
            ),
            ("control: sites, prober: gateway", "did you mean \"site\"? write one of address, site, resolver, gateway"),
            (
                "control: site, prober: htps, host: a.test",
                "prober is \"htps\", did you mean \"https\"? write one of dns, tcp, tls, http, https, whatsapp_chat, gateway"
            ),
            (
                "control: site, prober: gateway, host: a.test",
                "host does not go with the prober gateway, remove it: the route's own gateway is asked"
            ),
            ("control: site, prober: gateway, port: 1", "port does not go without a host, remove it"),
            (
                "control: site, prober: dns, port: 53, dns: {query_name: a}",
                "port does not go without a host, name the DNS server as host"
            ),
            (
                "control: site, prober: tcp, host: a.test, port: 1, dns: {query_name: a}",
                "dns does not go with the prober tcp, remove it, or write prober: dns"
            ),
            (
                "control: site, prober: tls, host: a.test, http: {path: /}",
                "http does not go with the prober tls, remove it, or write prober: http or https"
            ),
            (
                "control: site, prober: tls, host: 'a b'",
                "host is \"a b\", write a name such as web.example.com, or an address such as 192.0.2.1 or 2001:db8::1"
            ),
            ("control: site, prober: tls, host: 192.0.2.256", hostRemedy),
            ("control: site, prober: tls, host: a.test.", hostRemedy),
            ("control: site, prober: tls, host: ''", hostRemedy),
            ("control: site, prober: tls, host: 'https://a.test'", hostRemedy),
            ("control: site, prober: tls, host: a..test", hostRemedy),
            (
                "control: site, prober: tls, host: a.test, interval: 10ms",
                "interval is \"10ms\", write a duration from 100ms to 1d"
            ),
            (
                "control: site, prober: tls, host: a.test, timeout: 90s",
                "timeout 1m30s is longer than the interval, write at most 1m"
            ),
            ("control: site, prober: tls, host: a.test, family: ip5", "did you mean \"ip4\"? write one of any, ip4, ip6, both"),
            ("control: site, prober: tls, host: a.test, hots: a", "unknown key \"hots\", did you mean \"host\"?"),
        ])
    func saysWhatIsWrong(text: String, message: String) {
        let messages = ConfigurationFiles("targets:\n- {name: a, \(text)}\n").messages()
        #expect(messages.hasPrefix("a.yml:2:") && messages.hasSuffix(message), "\(messages)")
        #expect(!messages.contains("\n"), "\(messages)")
    }

    @Test(
        arguments: [
            ("path: health", "path is \"health\", write a path that begins with / and has no #"),
            ("path: '/a#b'", "write a path that begins with / and has no #"),
            ("method: BREW", "method is \"BREW\", write one of GET, HEAD, OPTIONS, POST"),
            ("headers: {'a b': c}", "\"a b\" is no header's name, write one such as Accept-Language"),
            ("headers: {Content-Length: 3}", "the header Content-Length is the exporter's own, remove it"),
            ("valid_status_codes: []", "no status is valid, list one, or remove the key"),
            ("valid_status_codes: [99]", "write a status such as 204, or a range such as 200-299"),
            ("valid_status_codes: [299-200]", "write a status such as 204, or a range such as 200-299"),
            ("valid_status_codes: [200-]", "write a status such as 204, or a range such as 200-299"),
            ("valid_status_codes: [200-250-299]", "write a status such as 204, or a range such as 200-299"),
            ("valid_status_codes: ['+20']", "write a status such as 204, or a range such as 200-299"),
            ("valid_status_codes: 200", "valid_status_codes is text, write a list, one \"- item\" line each"),
            ("body_contains: ['']", "write a text that is not empty"),
            ("method: HEAD, body_contains: [a]", "an answer to HEAD has no body, write method: GET, or remove the key"),
            ("follow_redirects: 11", "follow_redirects is \"11\", write a whole number from 0 to 10"),
            ("follow_redirects: true", "follow_redirects is \"true\", write a whole number from 0 to 10"),
            ("own_domains: ['*.example.com']", hostRemedy),
            ("paths: /", "unknown key \"paths\", did you mean \"path\"?"),
        ])
    func saysWhatIsWrongWithHTTP(text: String, message: String) {
        let messages = ConfigurationFiles(
            "targets:\n- {name: a, control: site, prober: http, host: a.test, http: {\(text)}}\n"
        ).messages()
        #expect(messages.hasPrefix("a.yml:2:") && messages.hasSuffix(message), "\(messages)")
        #expect(!messages.contains("\n"), "\(messages)")
    }

    @Test(arguments: ["''", "Web", "a-b", "a b", "é", String(repeating: "a", count: 65)])
    func rejectsName(_ name: String) {
        let messages = ConfigurationFiles("targets: [{name: \(name), control: gateway, prober: gateway}]").messages()
        #expect(messages.hasSuffix("write up to 64 lower-case letters, digits and _"), "\(messages)")
    }

    @Test func rejectsDuplicateName() {
        let text = "targets:\n- &a {name: a, control: gateway, prober: gateway}\n- {name: a, control: gateway, prober: gateway}\n"
        #expect(
            ConfigurationFiles(text).messages() == "a.yml:3:10: duplicate target \"a\", rename this one or the one at a.yml:2:13")
    }

    /// The one target of a configuration without the catalogue.
    private func endpoint(_ target: String, environment: [String: String] = [:]) throws -> Endpoint {
        let isFlow = !target.contains("\n")
        let item = isFlow ? "- {\(target)}" : "- " + target.split(separator: "\n").joined(separator: "\n  ")
        let text = "catalogue: {enabled: false}\ntargets:\n\(item)\n"
        return try #require(try ConfigurationFiles(text, environment: environment).load().endpoints.first)
    }
}
