import Posix
import Testing
import Wire

@testable import Probing

extension OverLoopback {
    @Suite struct HTTPProberTests {
        /// Probes a web server that answers with `answer` and closes.
        private static func probe(
            _ answer: String, _ expectation: HTTPExpectation = .success, within limit: Duration = Stage.patience
        ) throws -> ProbeOutcome {
            try Stage.run { stage in
                try await stage.probe(HTTPProber(scheme: .http, expectation: expectation), stage.web(answer), within: limit)
            }
        }

        /// Probes a peer that plays `script`.
        private static func probe(
            within limit: Duration = Stage.patience, _ script: @escaping @Sendable (borrowing Connection) async throws -> Void
        ) throws -> ProbeOutcome {
            try Stage.run { stage in
                try await stage.probe(HTTPProber(scheme: .http), stage.peer(script), within: limit)
            }
        }

        // MARK: Healthy answers

        @Test(arguments: [
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 5), ("HTTP/1.1 200 OK\r\n\r\nuntil the close", 15),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n", 5),
            ("HTTP/1.1 204 No Content\r\n\r\n", 0), ("HTTP/1.0 200\nContent-Length: 2\n\nok", 2),
            (
                "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                0
            ),
        ])
        func reads(answer: String, bodyBytes: Int) throws {
            let outcome = try Self.probe(answer)
            #expect(outcome.isSuccess)
            #expect(outcome.timed == [.connect, .request, .firstByte, .transfer])
            #expect(outcome.http?.bodyBytes == bodyBytes)
            #expect(outcome.http?.redirects == 0)
            #expect(outcome.detail == "status \(outcome.http?.status ?? 0)")
        }

        @Test func saysHonestlyWhoAsks() throws {
            try Stage.run { stage in
                let address = try stage.peer { connection in
                    let request = try await connection.receive(through: "\r\n\r\n")
                    try await connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(request.utf8.count)\r\n\r\n\(request)")
                }
                let expected =
                    "GET /path?q=1 HTTP/1.1\r\nHost: \(address)\r\nX-Own: yes\r\nUser-Agent: \(HTTPProber.userAgent)\r\nAccept: */*\r\nConnection: close\r\n\r\n"
                let prober = HTTPProber(
                    scheme: .http, requestTarget: "/path?q=1", fields: ["X-Own": "yes"],
                    expectation: .init([.init(200...200, bodyContains: [expected])]))
                #expect(try await stage.probe(prober, address).isSuccess)
            }
        }

        @Test func namesAnIPv6HostInBrackets() throws {
            try Stage.run { stage in
                let address = try stage.peer(at: SocketAddress(IPAddress("::1")!, port: 0)) { connection in
                    let request = try await connection.receive(through: "\r\n\r\n")
                    try await connection.send("HTTP/1.1 200 OK\r\n\r\n\(request)")
                }
                let prober = HTTPProber(
                    scheme: .http, expectation: .init([.init(200...200, bodyContains: ["Host: [::1]:\(address.port)\r\n"])]))
                #expect(try await stage.probe(prober, address).isSuccess)
            }
        }

        @Test func readsALargePage() throws {
            let outcome = try Self.probe("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 900_000))
            #expect(outcome.http?.bodyBytes == 900_000)
        }

        // MARK: Unhealthy answers

        @Test(arguments: [
            ("", FailureReason.httpTruncated), ("HTTP/1.1 200 OK\r\nContent-", .httpTruncated),
            ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort", .httpTruncated),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", .httpTruncated),
            ("HTTP/1.1 100 Continue\r\n\r\n", .httpTruncated), ("SSH-2.0-OpenSSH_9.6\r\n", .httpNotHTTP),
            ("<html>\u{1B}[2J", .httpNotHTTP), ("\u{16}\u{3}\u{1}", .httpNotHTTP), ("HTTP/1.1 2OO OK\r\n\r\n", .httpMalformed),
            ("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", .httpMalformed),
            ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", .httpMalformed),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", .httpMalformed),
            (String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 1000), .httpMalformed),
            ("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n", .httpTooLarge),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFF\r\n", .httpTooLarge),
            ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "x", count: 100_000), .httpTooLarge),
            ("HTTP/1.1 200 OK\r\n\r\n" + String(repeating: "x", count: 2_000_000), .httpTooLarge),
        ])
        func names(answer: String, reason: FailureReason) throws {
            let outcome = try Self.probe(answer)
            #expect(outcome.failure == reason)
            #expect(outcome.timed == (answer.isEmpty ? [.connect, .request] : [.connect, .request, .firstByte]))
            #expect(outcome.http == nil)
            #expect(outcome.detail.count <= 200)
            #expect(outcome.detail.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
        }

        @Test(arguments: [
            (500, FailureReason.httpServerError), (503, .httpServerError), (999, .httpServerError), (404, .httpUnexpectedStatus),
            (302, .httpUnexpectedStatus),
        ])
        func namesStatuses(status: Int, reason: FailureReason) throws {
            let outcome = try Self.probe("HTTP/1.1 \(status) Whatever\r\nContent-Length: 2\r\n\r\nno")
            #expect(outcome.failure == reason)
            #expect(outcome.http == HTTPFinding(status: status, bodyBytes: 2, redirects: 0))
            #expect(outcome.timed == [.connect, .request, .firstByte, .transfer])
        }

        @Test func namesABodyThatIsNotTheServices() throws {
            let expectation = HTTPExpectation([.init(200...299, bodyContains: ["\"status\""])])
            let outcome = try Self.probe("HTTP/1.1 200 OK\r\n\r\n<html>Sign in</html>", expectation)
            #expect(outcome.failure == .httpUnexpectedBody)
        }

        // MARK: Peers with other habits

        @Test func saysThatThePeerIsSilent() throws {
            let outcome = try Self.probe(within: Stage.impatience) { try await $0.keepSilent() }
            #expect(outcome.failure == .httpTimeout)
            #expect(outcome.timed == [.connect, .request])
        }

        @Test func waitsForASlowPeerUntilTheDeadlineOnly() throws {
            let outcome = try Self.probe(within: Stage.impatience) { connection in
                try await connection.send("HTTP/1.1 200 OK\r\n\r\n")
                while true {
                    try await connection.send("x")
                    _ = try? await connection.socket.readable(until: .after(.milliseconds(20)))
                }
            }
            #expect(outcome.failure == .httpTimeout)
            #expect(outcome.timed == [.connect, .request, .firstByte])
        }

        @Test func readsAnAnswerThatComesInPieces() throws {
            let outcome = try Self.probe { connection in
                _ = try await connection.receive(through: "\r\n\r\n")
                for piece in "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8 {
                    try await connection.send([piece])
                    await Task.yield()
                }
            }
            #expect(outcome.isSuccess)
        }

        @Test func saysThatTheConnectionWasReset() throws {
            let outcome = try Self.probe { connection in
                _ = try await connection.receive(through: "\r\n\r\n")
                connection.resetAtClose()
            }
            #expect(outcome.failure == .connectionReset)
            #expect(outcome.timed == [.connect, .request])
        }

        @Test func saysThatThePortIsClosed() throws {
            try Stage.run { stage in
                let outcome = try await stage.probe(HTTPProber(scheme: .http), stage.closedAddress())
                #expect(outcome.failure == .connectionRefused)
                #expect(outcome.http == nil)
            }
        }

        @Test(arguments: [("GET /", "/"), ("GET", "no\u{1}slash")])
        func refusesWhatMakesNoRequest(method: String, requestTarget: String) throws {
            try Stage.run { stage in
                let target = Target(
                    name: "test", host: "a b", port: 80,
                    prober: HTTPProber(scheme: .http, requestTarget: requestTarget, method: method))
                let outcome = await target.prober.probe(
                    target, over: nil, in: try stage.environment(), until: .after(Stage.patience))
                #expect(outcome.failure == .other)
            }
        }

        // MARK: Clocks

        @Test(
            arguments: [
                ("", 0.5), ("Age: 0\r\n", 0.5), ("Age: 60\r\n", nil),
            ] as [(String, Double?)])
        func comparesClocks(fields: String, expected: Double?) throws {
            try Stage.run { stage in
                let date = HTTPDate.format(unixSeconds: 1_700_000_000)
                let address = try stage.web("HTTP/1.1 200 OK\r\nDate: \(date)\r\n\(fields)Content-Length: 0\r\n\r\n")
                let environment = try stage.environment(at: { 1_700_000_000 })
                let offset = try await stage.probe(HTTPProber(scheme: .http), address, in: environment).clockOffsetSeconds
                if let expected {
                    // The clock stands still here: what passes between arrival and judgement shows.
                    #expect(abs(try #require(offset) - expected) < 0.2)
                } else {
                    #expect(offset == nil)
                }
            }
        }

        @Test func reckonsTheClockFromTheArrival() throws {
            try Stage.run { stage in
                let start = Deadline.now
                let date = HTTPDate.format(unixSeconds: 1_700_000_000)
                let address = try stage.peer { connection in
                    try await connection.send("HTTP/1.1 200 OK\r\nDate: \(date)\r\n\r\n")
                    _ = try await connection.receive(through: "\r\n\r\n")
                    _ = try? await connection.socket.readable(until: .after(.milliseconds(300)))
                }
                let environment = try stage.environment(at: { 1_700_000_000 + (Deadline.now - start).seconds })
                let outcome = try await stage.probe(HTTPProber(scheme: .http), address, in: environment)
                let arrival = outcome.duration - (outcome.phases[.transfer] ?? .zero)
                #expect(abs(try #require(outcome.clockOffsetSeconds) - (0.5 - arrival.seconds)) < 0.1)
            }
        }

        @Test(arguments: ["", "Date: yesterday\r\n", "Date: Sun, 32 Nov 1994 08:49:37 GMT\r\n"])
        func takesNoClockFromAnAnswerWithoutOne(field: String) throws {
            #expect(try Self.probe("HTTP/1.1 200 OK\r\n\(field)Content-Length: 0\r\n\r\n").clockOffsetSeconds == nil)
        }
    }
}
