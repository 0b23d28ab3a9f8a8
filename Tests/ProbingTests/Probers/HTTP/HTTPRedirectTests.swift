import Posix
import Synchronization
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct HTTPRedirectTests {
        /// A web server whose every answer sends on to `location`, except at `/end`.
        private static func server(_ location: String, on stage: Stage) throws -> SocketAddress {
            try stage.peer { connection in
                let request = try await connection.receive(through: "\r\n\r\n")
                let isEnd = request.hasPrefix("GET /end ")
                try await connection.send(
                    isEnd
                        ? "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nend"
                        : "HTTP/1.1 302 Found\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
            }
        }

        private static func probe(
            _ location: String, _ expectation: HTTPExpectation = .success, limit: Int
        ) throws -> ProbeOutcome {
            try Stage.run { stage in
                let prober = HTTPProber(scheme: .http, expectation: expectation, redirectLimit: limit)
                return try await stage.probe(prober, server(location, on: stage))
            }
        }

        private static let redirectOrPage = HTTPExpectation([.init(200...399)], ownDomains: ["own.test"])

        @Test func followsToItsOwnHost() throws {
            let outcome = try Self.probe("/end", limit: 1)
            #expect(outcome.isSuccess)
            #expect(outcome.http == HTTPFinding(status: 200, bodyBytes: 3, redirects: 1))
        }

        @Test func followsToItsOwnDomains() throws {
            try Stage.run { stage in
                let end = try Self.server("/nowhere", on: stage)
                let start = try Self.server("http://www.own.test:\(end.port)/end", on: stage)
                let environment = try stage.environment(try stage.resolver(nil, hosts: "\(end.ip) www.own.test"))
                let prober = HTTPProber(
                    scheme: .http, expectation: .init([.init(200...200)], ownDomains: ["own.test"]), redirectLimit: 3)
                var target = Target(name: "test", host: "start.test", port: start.port, prober: prober)
                target.address = start.ip
                let outcome = await prober.probe(target, over: nil, in: environment, until: .after(Stage.patience))
                #expect(outcome.isSuccess)
                #expect(outcome.address == end, "the address given was the first host's only")
                #expect(outcome.http?.redirects == 1)
            }
        }

        @Test func followsBackToTheTargetsOwnHost() throws {
            try Stage.run { stage in
                let host = stage.newHost()
                let ports = Mutex((start: UInt16(0), other: UInt16(0)))
                let start = try stage.peer(at: SocketAddress(host, port: 0)) { connection in
                    let isEnd = try await connection.receive(through: "\r\n\r\n").hasPrefix("GET /end ")
                    let location = "http://other.own.test:\(ports.withLock { $0.other })/"
                    try await connection.send(
                        "HTTP/1.1 \(isEnd ? 200 : 302) X\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
                }
                let other = try stage.peer(at: SocketAddress(host, port: 0)) { connection in
                    _ = try await connection.receive(through: "\r\n\r\n")
                    let location = "http://start.test:\(ports.withLock { $0.start })/end"
                    try await connection.send("HTTP/1.1 302 X\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
                }
                ports.withLock { $0 = (start.port, other.port) }
                let environment = try stage.environment(try stage.resolver(nil, hosts: "\(host) start.test other.own.test"))
                let prober = HTTPProber(
                    scheme: .http, expectation: .init([.init(200...200)], ownDomains: ["own.test"]), redirectLimit: 3)
                let target = Target(name: "test", host: "start.test", port: start.port, prober: prober)
                let outcome = await prober.probe(target, over: nil, in: environment, until: .after(Stage.patience))
                #expect(outcome.isSuccess)
                #expect(outcome.http?.redirects == 2)
            }
        }

        @Test func judgesARedirectItDoesNotFollow() throws {
            #expect(try Self.probe("/end", limit: 0).failure == .httpUnexpectedStatus)
            let outcome = try Self.probe("https://deep.sub.own.test/path", Self.redirectOrPage, limit: 0)
            #expect(outcome.isSuccess)
            #expect(outcome.http?.status == 302)
        }

        @Test(
            arguments: [0, 5],
            [
                "http://portal.test/login", "//portal.test/", "https://evilown.test/", "https://own.test.portal.test/",
                "http://192.0.2.1/",
                "https://own.test./",
            ])
        func namesAForeignRedirect(limit: Int, location: String) throws {
            let outcome = try Self.probe(location, Self.redirectOrPage, limit: limit)
            #expect(outcome.failure == .httpForeignRedirect)
            #expect(outcome.http == HTTPFinding(status: 302, bodyBytes: 0, redirects: 0))
        }

        @Test(arguments: [
            "https://user@own.test/", "whatsapp://send", "http://", "https://own.test:99999/", "javascript:alert(1)",
        ])
        func namesARedirectToNowhere(location: String) throws {
            #expect(try Self.probe(location, Self.redirectOrPage, limit: 0).failure == .httpMalformed)
        }

        @Test func leavesALoop() throws {
            try Stage.run { stage in
                let requests = Mutex(0)
                let address = try stage.peer { connection in
                    _ = try await connection.receive(through: "\r\n\r\n")
                    requests.withLock { $0 += 1 }
                    try await connection.send("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")
                }
                let outcome = try await stage.probe(HTTPProber(scheme: .http, redirectLimit: 5), address)
                #expect(outcome.failure == .httpUnexpectedStatus)
                #expect(outcome.http?.redirects == 5)
                #expect(requests.withLock { $0 } == 6)
            }
        }
    }
}
