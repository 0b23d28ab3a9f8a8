import Foundation
import Posix
import TLS
import Testing
import Wire

extension OverLoopback {
    @Suite struct TLSHandshakeTests {
        let authority: TestAuthority
        let context: TLSContext

        init() throws {
            authority = try TestAuthority()
            context = try TLSContext(systemTrust: TrustSources(), trustedFile: authority.root)
        }

        private func verdict(
            of credentials: TestAuthority.Credentials, sendsIntermediate: Bool = true, as name: String = "chat.test",
            at time: Int64? = nil
        ) throws -> CertificateVerdict {
            let server = try OpenSSLServer(credentials, chain: sendsIntermediate ? authority.intermediate : nil)
            return try handshake(with: server, context, as: name, at: time).get().verdict
        }

        @Test(arguments: ["TLSv1.3", "TLSv1.2"])
        func tellsWhatWasAgreed(version: String) throws {
            let credentials = try authority.leaf(names: ["DNS:*.chat.test", "DNS:chat.test", "IP:127.0.0.1"])
            let server = try OpenSSLServer(
                credentials, chain: authority.intermediate,
                [version == "TLSv1.3" ? "-tls1_3" : "-tls1_2", "-alpn", "http/1.1", "-tlsextdebug"])
            let result = try handshake(with: server, context, as: "g.chat.test", alpn: ["h2", "http/1.1"]).get()
            #expect(result.version == version)
            #expect(result.cipher.contains("AES") || result.cipher.contains("CHACHA"))
            #expect(result.alpn == "http/1.1")
            #expect(result.verdict.isTrusted)
            #expect(result.chain.map(\.commonName) == ["leaf", "Test Intermediate"])
            let leaf = try #require(result.chain.first)
            #expect(leaf.subject == "CN=leaf,O=Test")
            #expect(leaf.issuer == "CN=Test Intermediate")
            #expect(leaf.dnsNames == ["*.chat.test", "chat.test"])
            #expect(leaf.ipAddresses == [.v4(0x7F00_0001)])
            #expect(leaf.notBefore == 1_704_067_200)
            #expect(leaf.notAfter == 4_102_444_799)
            #expect(!leaf.isSelfIssued)
            #expect(try server.printed().contains("server name"))
        }

        @Test func agreesOnNoApplicationProtocolUnasked() throws {
            let server = try OpenSSLServer(try authority.leaf(names: ["DNS:chat.test"]), ["-alpn", "h2"])
            #expect(try handshake(with: server, context, as: "chat.test").get().alpn == nil)
        }

        @Test func verifiesAnAddressWithoutSendingIt() throws {
            let credentials = try authority.leaf(names: ["DNS:chat.test", "IP:127.0.0.1", "IP:2001:db8::1"])
            let server = try OpenSSLServer(credentials, chain: authority.intermediate, ["-tlsextdebug"])
            #expect(try handshake(with: server, context, as: "127.0.0.1").get().verdict.isTrusted)
            #expect(try handshake(with: server, context, as: "2001:db8::1").get().verdict.isTrusted)
            #expect(try handshake(with: server, context, as: "127.0.0.2").get().verdict.findings == [.nameMismatch])
            #expect(try server.printed().contains("server name") == false)
        }

        @Test(arguments: [
            ("chat.test", true), ("CHAT.test", true), ("chat.test.", true), ("a.wild.test", true),
            ("wild.test", false), ("a.b.wild.test", false), ("part.odd.test", false), ("other.test", false), ("leaf", false),
        ])
        func comparesNames(name: String, matches: Bool) throws {
            let credentials = try authority.leaf(names: ["DNS:chat.test", "DNS:*.wild.test", "DNS:p*.odd.test"])
            #expect(try verdict(of: credentials, as: name).findings == (matches ? [] : [.nameMismatch]))
        }

        @Test func doesNotTakeTheCommonNameForAHost() throws {
            let credentials = try authority.leaf("chat.test", names: [])
            #expect(try verdict(of: credentials).findings == [.nameMismatch])
        }

        @Test func tellsAnExpiredCertificate() throws {
            let credentials = try authority.leaf(names: ["DNS:chat.test"], from: "20240101000000Z", to: "20240201000000Z")
            #expect(try verdict(of: credentials).findings == [.expired])
        }

        @Test func tellsACertificateNotYetValid() throws {
            let credentials = try authority.leaf(names: ["DNS:chat.test"], from: "20900101000000Z")
            #expect(try verdict(of: credentials).findings == [.notYetValid])
        }

        @Test func tellsAllThatIsWrongAtOnce() throws {
            let credentials = try authority.leaf(names: ["DNS:other.test"], from: "20240101000000Z", to: "20240201000000Z")
            #expect(try verdict(of: credentials).findings == [.nameMismatch, .expired])
            #expect(
                try verdict(of: credentials, sendsIntermediate: false).findings == [.unknownAuthority, .nameMismatch, .expired])
        }

        @Test func tellsASelfSignedCertificate() throws {
            let credentials = try authority.leaf(names: ["DNS:chat.test"], by: .itself)
            let server = try OpenSSLServer(credentials)
            let result = try handshake(with: server, context, as: "chat.test").get()
            #expect(result.verdict.gravest == .selfSigned)
            #expect(result.chain.map(\.isSelfIssued) == [true])
        }

        @Test func tellsAMissingIntermediate() throws {
            let credentials = try authority.leaf(names: ["DNS:chat.test"])
            #expect(try verdict(of: credentials, sendsIntermediate: false).findings == [.unknownAuthority])
        }

        @Test func tellsAnUnknownRootAndStillReadsTheChain() throws {
            let stranger = try TestAuthority()
            let credentials = try stranger.leaf(names: ["DNS:chat.test"])
            let both =
                try String(contentsOfFile: stranger.intermediate, encoding: .utf8)
                + String(contentsOfFile: stranger.root, encoding: .utf8)
            try stranger.write(both, to: "both.pem")
            let server = try OpenSSLServer(credentials, chain: stranger.directory + "/both.pem")
            let result = try handshake(with: server, context, as: "chat.test").get()
            #expect(result.verdict.gravest == .unknownAuthority)
            #expect(result.chain.map(\.commonName) == ["leaf", "Test Intermediate", "Test Root"])
        }

        @Test func tellsACertificateSignedByOneThatMayNot() throws {
            let first = try authority.leaf(names: ["DNS:chat.test"])
            let forged = try authority.forge("forged", names: ["DNS:chat.test"], with: first)
            let both =
                try String(contentsOfFile: first.certificate, encoding: .utf8)
                + String(contentsOfFile: authority.intermediate, encoding: .utf8)
            try authority.write(both, to: "both.pem")
            let server = try OpenSSLServer(forged, chain: authority.directory + "/both.pem")
            #expect(try handshake(with: server, context, as: "chat.test").get().verdict.gravest == .unknownAuthority)
        }

        @Test func verifiesAsOfAnotherTime() throws {
            let credentials = try authority.leaf(names: ["DNS:chat.test"], from: "20240601000000Z", to: "20250101000000Z")
            #expect(try verdict(of: credentials, at: 1_720_000_000).isTrusted)
            #expect(try verdict(of: credentials, at: 1_710_000_000).findings == [.notYetValid])
            #expect(try verdict(of: credentials, at: 0).findings == [.notYetValid])
            #expect(try verdict(of: credentials, at: 4_200_000_000).findings == [.expired])
        }

        @Test func trustsAnIntermediateThatTheUserTrusts() throws {
            let context = try TLSContext(systemTrust: TrustSources(), trustedFile: authority.intermediate)
            let server = try OpenSSLServer(try authority.leaf(names: ["DNS:chat.test"]))
            #expect(try handshake(with: server, context, as: "chat.test").get().verdict.isTrusted)
        }

        @Test(arguments: [
            "", ".", ".chat.test", "chat test", "chat\0.test", "grüße.test", "a/b", String(repeating: "a", count: 254),
        ])
        func refusesNamesThatNameNobody(name: String) throws {
            let server = try OpenSSLServer(try authority.leaf(names: ["DNS:chat.test"]))
            #expect(try handshake(with: server, context, as: name) == .failure(.invalidServerName))
        }
    }
}
