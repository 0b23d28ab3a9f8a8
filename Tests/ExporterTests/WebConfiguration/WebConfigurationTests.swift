import Passwords
import Posix
import Server
import Testing
import Wire
import YAML

@testable import Exporter

/// What needs no certificate; the rest is judged by real clients, end to end.
@Suite struct WebConfigurationTests {
    private static let hash = "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"

    private func terms(_ text: String) throws -> AccessTerms {
        try WebConfiguration(path: "web.yml") { path in
            guard path == "web.yml" else { throw Errno(2) }
            return Array(text.utf8)
        }.terms.get()
    }

    @Test(arguments: [
        "", "{}", "tls_server_config:\nbasic_auth_users:\n", "rate_limit: {interval: 0s}", "rate_limit: {burst: 3}",
    ])
    func asksNothingWhenNothingIsSaid(text: String) throws {
        let terms = try terms(text)
        #expect(terms.tls == nil && terms.users.isEmpty && terms.fields == HTTPFields() && terms.rateLimit == nil)
        #expect(!terms.isBroken)
    }

    @Test func readsUsersAsTheyStand() throws {
        // Neither the `$` of a hash nor one of a name is a variable.
        let users = try terms("basic_auth_users:\n  alice: \(Self.hash)\n  ${HOME}: '\(Self.hash)'\n").users
        #expect(Set(users.keys) == ["alice", "${HOME}"])
        #expect(users["alice"]?.matches(Array("secret".utf8)) == true)
    }

    /// But for the header that every answer has.
    @Test func readsHeadersAndTheRate() throws {
        let terms = try terms(
            """
            http_server_config:
              http2: off
              headers:
                X-Frame-Options: deny
                X-Content-Type-Options: nosniff
                Content-Security-Policy: "default-src 'self'; connect-src ${HOME}"
            rate_limit:
              interval: 1.5s
              burst: 20
            """)
        #expect(
            terms.fields == ["X-Frame-Options": "deny", "Content-Security-Policy": "default-src 'self'; connect-src ${HOME}"])
        #expect(terms.rateLimit == RateLimit(interval: .milliseconds(1500), burst: 20))
    }

    @Test(arguments: [
        ("tls_server_confg: {}", "1:1: unknown key \"tls_server_confg\", did you mean \"tls_server_config\"?"),
        (
            "basic_auth_users: {alice: secret}",
            "1:27: the password of \"alice\" is no bcrypt hash, write what htpasswd -nBC 10 \"\" prints after the colon"
        ),
        ("basic_auth_users: [alice]", "1:19: basic_auth_users is a list, write \"name: value\" lines below it"),
        (
            "http_server_config: {headers: {Server: x}}",
            "1:32: the header \"Server\" cannot be set, those that can are Strict-Transport-Security, X-Content-Type-Options, "
                + "X-Frame-Options, X-XSS-Protection, Content-Security-Policy"
        ),
        (
            "http_server_config: {headers: {x-frame-options: deny}}",
            "1:32: the header \"x-frame-options\" cannot be set, did you mean X-Frame-Options?"
        ),
        (
            "http_server_config: {headers: {X-Content-Type-Options: sniff}}",
            "1:56: X-Content-Type-Options is \"sniff\", write nosniff"
        ),
        (
            "http_server_config: {headers: {X-XSS-Protection: \"1\\r\\nA: b\"}}",
            "1:50: X-XSS-Protection has more than one line, write it on one"
        ),
        ("http_server_config: {http2: maybe}", "1:29: http2 is \"maybe\", write true or false"),
        (
            "rate_limit: {interval: 1, burst: 1}",
            "1:24: interval is \"1\", write a duration such as 5s, 1.5s or 500ms, at most 24h"
        ),
        ("rate_limit: {interval: 1s, burst: -1}", "1:35: burst is \"-1\", write a whole number from 0 to 1000000"),
        (
            "rate_limit: {interval: 1s}",
            "1:24: with a burst of 0 no request would ever be answered, write a burst of 1 or more"
        ),
        ("tls_server_config: {cert_file: a.pem}", "1:20: TLS needs key or key_file, add one of them to this mapping"),
        (
            "tls_server_config: {cert_file: a.pem, key_file: b.pem, client_auth_type: Required}",
            "1:74: client_auth_type is \"Required\", write one of NoClientCert, RequestClientCert, RequireClientCert, "
                + "RequireAnyClientCert, VerifyClientCertIfGiven, RequireAndVerifyClientCert"
        ),
        (
            "tls_server_config: {cert_file: a.pem, key_file: b.pem, client_allowed_sans: [a.test]}",
            "1:77: client_allowed_sans is given, but a client needs no certificate, "
                + "add client_auth_type: RequireAndVerifyClientCert"
        ),
        (
            "tls_server_config: {cert_file: /nowhere/a.pem, key_file: b.pem}",
            "1:32: no certificate in /nowhere/a.pem (No such file or directory), name a file of PEM certificates, our own first"
        ),
        (
            "tls_server_config: {cert: PRIVATE, key: SECRET}",
            "1:27: no certificate in the text given (no start line), name a file of PEM certificates, our own first"
        ),
    ])
    func namesTheMistakeAndTheRemedy(text: String, complaint: String) {
        #expect {
            _ = try terms(text)
        } throws: { error in
            "\(error)" == "web.yml:\(complaint)"
        }
    }

    @Test func findsAllMistakesAtOnceAndTellsNoSecret() {
        let text = "basic_auth_users: {alice: hunter2, bob: '\(Self.hash.dropLast())'}\ntls_server_config: {key: hunter3}\n"
        do {
            _ = try terms(text)
            Issue.record("it was taken")
        } catch {
            let lines = "\(error)".split(separator: "\n")
            #expect(lines.count == 3)
            #expect(!"\(error)".contains("hunter") && !"\(error)".contains("$2y"))
        }
    }

    @Test func saysThatThereIsNoFile() {
        let configuration = WebConfiguration(path: "gone.yml") { _ in throw Errno(2) }
        #expect {
            _ = try configuration.terms.get()
        } throws: { error in
            "\(error)" == "gone.yml:1:1: the file cannot be read (No such file or directory), name a readable file"
        }
    }
}
