import Posix
import Testing
import Wire

@testable import Probing

@Suite struct HTTPProxyChoiceTests {
    @Test(
        arguments: [
            ("http://www.own.test/", [], true), ("http://127.0.0.1/", [], true), ("http://127.0.0.1/", ["x"], false),
            ("http://localhost/", ["x"], false), ("http://www.own.test/", ["*"], false),
            ("http://www.own.test/", ["own.test"], false),
            ("http://own.test/", ["own.test"], false), ("http://own.test/", [".own.test"], true),
            ("http://www.own.test/", [".OWN.test"], false), ("http://www.own.test/", ["*.own.test"], false),
            ("http://evilown.test/", ["own.test"], true), ("http://own.test:8080/", ["own.test:8080"], false),
            ("http://own.test/", ["own.test:8080"], true), ("http://own.test/", ["192.0.2.0/24"], false),
            ("http://own.test/", ["192.0.2.7"], false), ("http://own.test/", ["198.51.100.0/24", "10.0.0.1"], true),
            ("http://[2001:db8::1]/", ["2001:db8::/32"], false), ("http://[2001:db8::1]:8080/", ["[2001:db8::1]:8080"], false),
            ("http://own.test/", ["192.0.2.0/nine", "/", ":", ""], true),
        ] as [(String, [String], Bool)])
    func exceptsHosts(url: String, exceptions: [String], isProxied: Bool) throws {
        var settings = ProxySettings()
        settings.url = try HTTPURL(parsing: "http://proxy.test:3128/")
        settings.exceptions = exceptions
        let choice = try HTTPProxy.choice(of: settings, for: HTTPURL(parsing: url), at: IPAddress("192.0.2.7"))
        #expect((choice != nil) == isProxied)
    }

    @Test(
        arguments: [
            (["http_proxy": "http://proxy.test:3128"], "http://own.test/", "http://proxy.test:3128/", nil),
            (["http_proxy": "proxy.test:3128"], "http://own.test/", "http://proxy.test:3128/", nil),
            (["http_proxy": "http://proxy.test"], "https://own.test/", nil, nil),
            (["https_proxy": "HTTPS://proxy.test/"], "https://own.test/", "https://proxy.test/", nil),
            (
                ["http_proxy": "http://us%40er:pa:ss@proxy.test:1"], "http://own.test/", "http://proxy.test:1/",
                "Basic dXNAZXI6cGE6c3M="
            ),
            (["http_proxy": "http://proxy.test", "no_proxy": "other.test, own.test"], "http://own.test/", nil, nil),
            (["http_proxy": "http://proxy.test"], "http://localhost/", nil, nil),
            (["http_proxy": ""], "http://own.test/", nil, nil),
        ] as [([String: String], String, String?, String?)])
    func readsTheEnvironment(variables: [String: String], url: String, proxy: String?, credentials: String?) throws {
        var settings = ProxySettings()
        settings.environment = variables
        let choice = try HTTPProxy.choice(of: settings, for: HTTPURL(parsing: url), at: nil)
        #expect(choice?.url.description == proxy)
        #expect(choice?.credentials == credentials)
    }

    @Test(arguments: ["socks5://proxy.test:1080", "http://", "://", "http://a b", "proxy.test:99999"])
    func refusesWhatIsNoHTTPProxy(variable: String) throws {
        var settings = ProxySettings()
        settings.environment = ["http_proxy": variable]
        #expect(throws: ProbeFailure.self) {
            try HTTPProxy.choice(of: settings, for: HTTPURL(parsing: "http://own.test/"), at: nil)
        }
    }
}

extension OverLoopback {
    @Suite struct HTTPProxyTests {
        private static let answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

        private static func settings(by proxy: SocketAddress) throws -> HTTPSettings {
            var settings = HTTPSettings()
            settings.proxy = ProxySettings()
            settings.proxy?.url = try HTTPURL(parsing: "http://\(proxy)/")
            return settings
        }

        @Test func givesTheWholeURLToAProxy() throws {
            try Stage.run { stage in
                let (proxy, heard) = try stage.listener { _ in Self.answer }
                var settings = try Self.settings(by: proxy)
                settings.proxy?.username = .value(Secret("aladdin"))
                settings.proxy?.password = .value(Secret("opensesame"))
                var environment = try stage.environment(try stage.resolver(nil, hosts: "192.0.2.7 own.test"))
                // Rules are about targets: a proxy is allowed because it is configured.
                environment.objection = { host, address in host == "own.test" ? nil : "\(address?.description ?? "unknown")" }
                let address = SocketAddress(IPAddress("192.0.2.7")!, port: 8080)
                let outcome = try await stage.probe(settings, at: address, as: "own.test", path: "/p?q", in: environment)
                #expect(outcome.isSuccess)
                #expect(outcome.address == address)
                let request = try #require(heard.all.first)
                #expect(request.hasPrefix("GET http://192.0.2.7:8080/p?q HTTP/1.1\r\nHost: own.test:8080\r\n"))
                #expect(request.contains("Proxy-Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l\r\n"))
            }
        }

        @Test func leavesTheNameToAProxy() throws {
            try Stage.run { stage in
                let (proxy, heard) = try stage.listener { _ in Self.answer }
                var settings = try Self.settings(by: proxy)
                settings.proxy?.resolvesRemotely = true
                let outcome = try await stage.probe(settings, at: SocketAddress(.v4(0), port: 80), as: "nowhere.test")
                #expect(outcome.isSuccess)
                #expect(outcome.address == nil)
                #expect(outcome.resolution == nil)
                #expect(heard.all.first?.hasPrefix("GET http://nowhere.test/ HTTP/1.1\r\nHost: nowhere.test\r\n") == true)
            }
        }

        @Test func leavesNoNameThatIsNotAllowedToAProxy() throws {
            try Stage.run { stage in
                let (proxy, heard) = try stage.listener { _ in Self.answer }
                var settings = try Self.settings(by: proxy)
                settings.proxy?.resolvesRemotely = true
                var environment = try stage.environment()
                environment.objection = { host, address in address == nil ? "\(host) is none of ours" : nil }
                let outcome = try await stage.probe(
                    settings, at: SocketAddress(.v4(0), port: 80), as: "nowhere.test", in: environment)
                #expect(outcome.failure == .targetNotAllowed)
                #expect(heard.all.isEmpty)
            }
        }

        @Test func asksNoProxyForATargetThatIsNotAllowed() throws {
            try Stage.run { stage in
                let (proxy, heard) = try stage.listener { _ in Self.answer }
                var environment = try stage.environment(try stage.resolver(nil, hosts: "192.0.2.7 own.test"))
                environment.objection = { _, address in "\(address?.description ?? "unknown") is none of ours" }
                let outcome = try await stage.probe(
                    try Self.settings(by: proxy), at: SocketAddress(.v4(0), port: 80), as: "own.test", in: environment)
                #expect(outcome.failure == .targetNotAllowed)
                #expect(heard.all.isEmpty)
            }
        }

        @Test(arguments: [("403 Forbidden", FailureReason.proxyRefused), ("407 Proxy Authentication Required", .proxyRefused)])
        func namesAProxyThatOpensNoTunnel(status: String, reason: FailureReason) throws {
            try Stage.run { stage in
                let (proxy, heard) = try stage.listener { _ in "HTTP/1.1 \(status)\r\nContent-Length: 0\r\n\r\n" }
                var settings = try Self.settings(by: proxy)
                settings.proxy?.connectFields = ["X-Way": "through"]
                let address = SocketAddress(IPAddress("192.0.2.7")!, port: 443)
                let outcome = try await stage.probe(settings, at: address, scheme: .https)
                #expect(outcome.failure == reason)
                #expect(outcome.detail.contains(status))
                #expect(heard.all.first?.hasPrefix("CONNECT 192.0.2.7:443 HTTP/1.1\r\nHost: 192.0.2.7:443\r\n") == true)
                #expect(heard.all.first?.contains("X-Way: through\r\n") == true)
            }
        }

        @Test func namesAProxyThatWantsCredentials() throws {
            try Stage.run { stage in
                let proxy = try stage.web("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                let outcome = try await stage.probe(
                    try Self.settings(by: proxy), at: SocketAddress(IPAddress("192.0.2.7")!, port: 80))
                #expect(outcome.failure == .proxyRefused)
                #expect(outcome.http?.status == 407)
            }
        }

        @Test func namesAProxyThatIsNotThere() throws {
            try Stage.run { stage in
                let settings = try Self.settings(by: stage.closedAddress())
                let outcome = try await stage.probe(settings, at: SocketAddress(IPAddress("192.0.2.7")!, port: 80))
                #expect(outcome.failure == .connectionRefused)
                #expect(outcome.detail.hasPrefix("proxy "))
            }
        }

        @Test func goesThroughATunnel() throws {
            let peer = try TLSPeer(files: ["answer": Self.answer])
            let server = peer.address
            try Stage.run { stage in
                let loop = stage.loop
                let proxy = try stage.peer { connection in
                    let request = try await connection.receive(through: "\r\n\r\n")
                    guard request.hasPrefix("CONNECT \(server) ") else { return }
                    let onward = try Socket.stream(for: .ip4, on: loop)
                    try await onward.connect(to: server, until: .after(Stage.patience))
                    try await connection.send("HTTP/1.1 200 Connection established\r\n\r\n")
                    // The two sides take turns until one of them has ended.
                    while !Task.isCancelled {
                        var bytes: [UInt8] = []
                        if let count = try? await connection.socket.read(into: &bytes, until: .after(.milliseconds(20))) {
                            guard count > 0 else { return }
                            try await onward.write(bytes, until: .after(Stage.patience))
                        }
                        bytes.removeAll()
                        if let count = try? await onward.read(into: &bytes, until: .after(.milliseconds(20))) {
                            guard count > 0 else { return }
                            try await connection.send(bytes)
                        }
                    }
                }
                var settings = try Self.settings(by: proxy)
                settings.failsIfNotTLS = true
                let environment = try stage.environment(trusting: try TestCertificates.shared.get().root)
                let outcome = try await stage.probe(settings, at: server, scheme: .https, path: "/answer", in: environment)
                #expect(outcome.isSuccess)
                #expect(outcome.http?.isTLS == true)
                #expect(outcome.http?.bodyBytes == 5)
                #expect(outcome.timed == [.connect, .tls, .request, .firstByte, .transfer])
            }
        }
    }
}
