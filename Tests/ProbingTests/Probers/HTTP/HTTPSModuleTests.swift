import Posix
import TLS
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    /// Over TLS, against a server that offers no HTTP/2.
    @Suite struct HTTPSModuleTests {
        private static let files = ["answer": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"]

        private static func probe(
            _ peer: TLSPeer, as host: String? = nil, trusting: Bool = true, within limit: Duration = Stage.patience,
            _ set: (inout HTTPSettings) -> Void = { _ in }
        ) throws -> ProbeOutcome {
            var settings = HTTPSettings()
            set(&settings)
            let address = peer.address
            return try Stage.run { [settings] stage in
                let root = try TestCertificates.shared.get().root
                let resolver = try stage.resolver(nil, hosts: "127.0.0.1 chat.test other.test")
                let environment = try stage.environment(resolver, trusting: trusting ? root : nil)
                return try await stage.probe(
                    settings, at: address, scheme: .https, as: host, path: "/answer", in: environment, within: limit)
            }
        }

        @Test func readsAPage() throws {
            let outcome = try Self.probe(TLSPeer(files: Self.files), as: "chat.test") { $0.failsIfNotTLS = true }
            #expect(outcome.isSuccess)
            #expect(outcome.http?.isTLS == true)
            #expect(outcome.http?.version == 1.1)
            #expect(outcome.tls?.version == "TLSv1.3")
            #expect(outcome.tls?.verifiedExpiry != nil)
            #expect(outcome.timed == [.connect, .tls, .request, .firstByte, .transfer])
        }

        @Test func namesTLSWhereThereShouldBeNone() throws {
            let outcome = try Self.probe(TLSPeer(files: Self.files), as: "chat.test") { $0.failsIfTLS = true }
            #expect(outcome.failure == .httpUnexpectedTLS)
        }

        @Test(
            arguments: [
                (nil, nil, nil), ("other.test", nil, .tlsNameMismatch), ("other.test", "Host: chat.test", nil),
                ("chat.test", "Host: chat.test:8443", nil), ("chat.test", "Host: other.test", .tlsNameMismatch),
                ("other.test", "SNI: chat.test", nil), ("chat.test", "SNI: other.test", .tlsNameMismatch),
            ] as [(String?, String?, FailureReason?)])
        func expectsTheRightName(host: String?, setting: String?, reason: FailureReason?) throws {
            let outcome = try Self.probe(TLSPeer(files: Self.files), as: host) { settings in
                guard let parts = setting?.split(separator: " ", maxSplits: 1), let name = parts.last.map({ String($0) }) else {
                    return
                }
                if parts[0] == "Host:" { settings.fields = ["Host": name] } else { settings.tls.serverName = name }
            }
            #expect(outcome.failure == reason)
            #expect(outcome.http?.status == (reason == nil ? 200 : 0))
        }

        @Test func verifiesUnlessToldOtherwise() throws {
            let peer = try TLSPeer(files: Self.files)
            let strict = try Self.probe(peer, as: "chat.test", trusting: false)
            #expect(strict.failure == .tlsUnknownAuthority)
            #expect(strict.tls?.chain.isEmpty == false, "who presented themselves is told all the same")
            #expect(try !peer.wasAsked())
            #expect(try Self.probe(peer, as: "chat.test", trusting: false) { $0.tls.verifies = false }.isSuccess)
        }

        @Test func offersHTTP2OnlyIfAllowed() throws {
            let peer = try TLSPeer(files: Self.files, ["-alpn", "h2"])
            // The server agrees to what it cannot speak, and waits.
            #expect(try Self.probe(peer, as: "chat.test", within: .seconds(3)).tls?.alpn == "h2")
            #expect(try Self.probe(peer, as: "chat.test") { $0.allowsHTTP2 = false }.isSuccess)
        }

        @Test func asksTheNewHostsCertificateAfterARedirect() throws {
            let peer = try TLSPeer(files: Self.files)
            let address = peer.address
            try Stage.run { stage in
                let start = try stage.peer(at: SocketAddress(IPAddress("127.0.0.1")!, port: 0)) { connection in
                    _ = try await connection.receive(through: "\r\n\r\n")
                    try await connection.send(
                        "HTTP/1.1 301 X\r\nLocation: https://chat.test:\(address.port)/answer\r\nContent-Length: 0\r\n\r\n")
                }
                var settings = HTTPSettings()
                // It stands for the first host only; what the certificate is asked for is the new one's name.
                settings.tls.serverName = "chat.test"
                let environment = try stage.environment(
                    try stage.resolver(nil, hosts: "127.0.0.1 start.test chat.test"),
                    trusting: try TestCertificates.shared.get().root)
                let outcome = try await stage.probe(settings, at: start, as: "start.test", in: environment)
                #expect(outcome.isSuccess)
                #expect(outcome.http?.isTLS == true)
                #expect(outcome.http?.redirects == 1)
                #expect(outcome.timed == [.connect, .tls, .request, .firstByte, .transfer])
            }
        }
    }

    @Suite struct HTTPRequestTests {
        private static func request(_ first: String, _ location: String) throws -> HTTPRequest {
            var request = HTTPRequest(try HTTPURL(parsing: first), HTTPSettings())
            try request.follow(HTTPResponseHead(status: 302, fields: ["Location": location]))
            return request
        }

        @Test(arguments: [
            ("http://own.test/", "/next", true), ("http://own.test/", "https://own.test/", true),
            ("http://own.test/", "http://own.test:8080/", true), ("https://own.test/", "http://own.test/", false),
            ("https://own.test/", "https://sub.own.test/", false), ("https://own.test/", "//other.test/", false),
        ])
        func carriesCredentialsWhereTheyAreSafe(first: String, location: String, isSafe: Bool) throws {
            #expect(try Self.request(first, location).carriesCredentials == isSafe)
        }
    }
}
