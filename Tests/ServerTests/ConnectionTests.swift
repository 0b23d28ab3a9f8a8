import Compression
import Posix
import Testing
import Wire

@testable import Server

@Suite struct ConnectionTests {
    static let routes: [Route] = [
        .get("/hello") { _ in .text("hello") },
        .get("/large") { _ in .text(String(repeating: "0123456789", count: 1_100)) },
        .get("/echo query") { request in .text(request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")) },
        .post("/echo") { request in Response(body: request.body) },
    ]

    static func limits(_ change: (inout ServerLimits) -> Void) -> ServerLimits {
        var limits = ServerLimits()
        change(&limits)
        return limits
    }

    // MARK: Connections

    @Test func keepsAConnection() throws {
        let (texts, statistics) = try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            var texts: [String?] = []
            for _ in 0..<3 { texts.append(try await client.ask(get("/hello"))?.text) }
            return (texts, test.server.statistics)
        }
        #expect(texts == ["hello", "hello", "hello"])
        #expect(statistics.connectionsAccepted == 1)
        #expect(statistics.connectionsOpen == 1)
    }

    @Test(
        arguments: [
            (get("/hello", "Connection: close"), nil),
            (get("/hello", "Connection: Keep-Alive, CLOSE"), nil),
            ("GET /hello HTTP/1.0\r\n\r\n", nil),
            ("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "keep-alive"),
        ] as [(String, String?)])
    func closesWhenTheClientWants(_ text: String, unless kept: String?) throws {
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            let answer = try await client.ask(text)
            #expect(answer?.text == "hello")
            #expect(answer?.head.fields.first("connection") == kept ?? "close")
            if kept == nil {
                #expect(try await client.isClosed())
            } else {
                #expect(try await client.ask(text)?.text == "hello")
            }
        }
    }

    /// A head like the one before is not parsed again: it must not be mistaken for a longer one, nor its body for the last.
    @Test func tellsHeadsThatBeginAlikeApart() throws {
        let texts = try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            let asked = ["n=1", "n=1", "n=12", "n=1", ""].map { get("/echo%20query?\($0)") }
            try await client.send(asked.joined())
            var texts: [String?] = []
            for _ in asked { texts.append(try await client.answer()?.text) }
            for body in ["abc", "def"] {
                try await client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\(body)")
                texts.append(try await client.answer()?.text)
            }
            return texts
        }
        #expect(texts == ["n=1", "n=1", "n=12", "n=1", "", "abc", "def"])
    }

    @Test func readsTheSameHeadInPieces() throws {
        let texts = try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            let request = get("/echo%20query?n=1")
            var texts: [String?] = [try await client.ask(request)?.text]
            for cut in [1, 5, request.utf8.count - 1] {
                try await client.send(String(request.prefix(cut)))
                _ = await test.server.loop.sleep(until: .after(.milliseconds(5)))
                texts.append(try await client.ask(String(request.dropFirst(cut)))?.text)
            }
            return texts
        }
        #expect(texts == ["n=1", "n=1", "n=1", "n=1"])
    }

    @Test func answersPipelinedRequestsInOrder() throws {
        let texts = try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            try await client.send((0..<100).map { get("/echo%20query?n=\($0)") }.joined())
            var texts: [String?] = []
            for _ in 0..<100 { texts.append(try await client.answer()?.text) }
            return texts
        }
        #expect(texts == (0..<100).map { "n=\($0)" })
    }

    @Test func readsARequestByteByByte() throws {
        let texts = try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            for byte in (get("/hello") + request("POST", "/echo", "Content-Length: 3") + "abc").utf8 {
                try await client.send([byte])
                await Task.yield()
            }
            return [try await client.answer()?.text, try await client.answer()?.text]
        }
        #expect(texts == ["hello", "abc"])
    }

    @Test func joinsTheHalvesOfARequestBehindAnother() throws {
        let second = Array((request("POST", "/echo", "Content-Length: 3") + "abc").utf8)
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            for cut in 0...second.count {
                try await client.send(Array(get("/hello").utf8) + second[..<cut])
                #expect(try await client.answer()?.text == "hello")
                try await client.send(Array(second[cut...]))
                #expect(try await client.answer()?.text == "abc")
            }
        }
    }

    @Test func answersAClientThatHasShutItsSide() throws {
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            try await client.send(get("/hello"))
            client.endSending()
            #expect(try await client.answer()?.text == "hello")
            #expect(try await client.isClosed())
        }
    }

    @Test func skipsEmptyLinesBetweenRequests() throws {
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            try await client.send("\r\n" + get("/hello") + "\r\n\r\n" + get("/hello"))
            for _ in 0..<2 { #expect(try await client.answer()?.text == "hello") }
        }
    }

    // MARK: Methods and paths

    @Test func servesHeadWithoutBody() throws {
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            let answer = try #require(try await client.ask(request("HEAD", "/hello"), method: "HEAD"))
            #expect(answer.status == 200)
            #expect(answer.head.fields.first("content-length") == "5")
            // Had a body followed, the next answer would begin with it.
            #expect(try await client.ask(get("/hello"))?.text == "hello")
        }
    }

    @Test(
        arguments: [
            ("GET", "/nowhere", 404, nil),
            ("GET", "/hello/", 404, nil),
            ("PUT", "/hello", 405, "GET, HEAD, OPTIONS"),
            ("GET", "/echo", 405, "OPTIONS, POST"),
            ("OPTIONS", "/hello", 204, "GET, HEAD, OPTIONS"),
            ("OPTIONS", "*", 204, "GET, HEAD, OPTIONS, POST"),
            ("BREW", "/hello", 501, nil),
            ("GET", "http://elsewhere/hello", 200, nil),
        ] as [(String, String, Int, String?)])
    func answersAndGoesOn(_ method: String, _ target: String, _ status: Int, _ allow: String?) throws {
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            let answer = try #require(try await client.ask(request(method, target)))
            #expect(answer.status == status)
            #expect(answer.head.fields.first("allow") == allow)
            #expect(answer.body.count { $0 == 0x0a } == (status >= 400 ? 1 : 0))
            #expect(try await client.ask(get("/hello"))?.text == "hello")
        }
    }

    @Test func decodesPathAndQuery() throws {
        let text = try TestServer.run(Self.routes) { test in
            try await test.ask(get("/echo%20query?collect[]=cpu&a+b=%C3%A9"))?.text
        }
        #expect(text == "collect[]=cpu&a b=é")
    }

    // MARK: Bodies

    @Test(arguments: [
        ("Content-Length: 5", "hello", "hello"),
        ("Transfer-Encoding: chunked", "2\r\nhe\r\n3;a=b\r\nllo\r\n0\r\nTrailer: x\r\n\r\n", "hello"),
        ("Content-Length: 0", "", ""),
    ])
    func takesABodyAndFindsTheNextRequest(_ field: String, _ sent: String, _ expected: String) throws {
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            try await client.send(request("POST", "/echo", field) + sent + get("/hello"))
            #expect(try await client.answer()?.text == expected)
            #expect(try await client.answer()?.text == "hello")
        }
    }

    @Test func invitesTheBodyOfWhoExpectsIt() throws {
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            let invitation = try await client.ask(request("POST", "/echo", "Expect: 100-continue", "Content-Length: 5"))
            #expect(invitation?.status == 100)
            #expect(try await client.ask("hello")?.text == "hello")
            // The body has come already: nothing is left to invite.
            try await client.send(request("POST", "/echo", "Expect: 100-continue", "Content-Length: 2") + "ab")
            #expect(try await client.answer()?.text == "ab")
        }
    }

    @Test func doesNotInviteABodyNobodyWants() throws {
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            let answer = try await client.ask(request("POST", "/nowhere", "Expect: 100-continue", "Content-Length: 5"))
            #expect(answer?.status == 404)
            #expect(answer?.head.fields.first("connection") == "close")
        }
    }

    @Test func compressesOnRequest() throws {
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            let plain = try #require(try await client.ask(get("/large")))
            let small = try #require(try await client.ask(get("/large", "Accept-Encoding: gzip")))
            #expect(plain.body.count == 11_000)
            #expect(small.body.count < 1_000)
            #expect(try Gzip.decompress(small.body, limitBytes: 1 << 20) == plain.body)
        }
    }

    // MARK: Refusals

    private static let refused: [(String, Int)] = [
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET /\r\n\r\n", 400),
        ("GET /hello HTTP/1.1\nHost: localhost\n\n", 400),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}", 400),
        (get("/%ff"), 400),
        (request("CONNECT", "localhost:443"), 400),
        (request("POST", "/echo", "Content-Length: 1", "Transfer-Encoding: chunked"), 400),
        (request("POST", "/echo", "Content-Length: 99999999999999999999"), 400),
        (request("POST", "/echo", "Transfer-Encoding: chunked") + "zz\r\n", 400),
        (request("POST", "/echo", "Content-Length: 1048577"), 413),
        (request("POST", "/echo", "Transfer-Encoding: chunked") + "7fffffffffffffff\r\n", 413),
        (get("/" + String(repeating: "a", count: 17_000)), 414),
        (get("/hello", "Expect: the-unexpected"), 417),
        (get("/hello", "X: " + String(repeating: "a", count: 17_000)), 431),
        ("GET /hello HTTP/1.1\r\nHost: localhost\r\n" + String(repeating: "A: b\r\n", count: 101) + "\r\n", 431),
        (request("POST", "/echo", "Transfer-Encoding: gzip, chunked"), 501),
        ("GET / HTTP/2.0\r\n\r\n", 505),
    ]

    @Test(arguments: refused)
    func refusesAndCloses(_ text: String, with status: Int) throws {
        let statistics = try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            let answer = try #require(try await client.ask(text))
            #expect(answer.status == status)
            #expect(answer.text == "\(status) \(HTTPReasonPhrase.phrase(for: status))\n")
            #expect(answer.head.fields.first("connection") == "close")
            #expect(try await client.isClosed())
            #expect(try await test.ask(get("/hello"))?.text == "hello")
            return test.server.statistics
        }
        #expect(statistics.handlers.reduce(0) { $0 + $1.clientErrors + $1.serverErrors } == 1)
    }

    @Test func aClientStillSendingReadsItsRefusal() throws {
        try TestServer.run(Self.routes) { test in
            var client = try await test.client()
            try await client.send(request("POST", "/echo", "Content-Length: 8000000"))
            for _ in 0..<80 { try await client.send([UInt8](repeating: 0, count: 100_000)) }
            #expect(try await client.answer()?.status == 413)
            #expect(try await client.isClosed())
        }
    }

    // MARK: Time

    @Test(arguments: ["G", "GET /hello HTTP/1.1\r\nHost", "\r\n"])
    func saysThatAHeadComesTooSlowly(_ text: String) throws {
        try TestServer.run(Self.routes, limits: Self.limits { $0.headTimeout = .milliseconds(30) }) { test in
            var client = try await test.client()
            #expect(try await client.ask(text)?.status == 408)
            #expect(try await client.isClosed())
        }
    }

    @Test func drippingDoesNotProlongAHead() throws {
        try TestServer.run(Self.routes, limits: Self.limits { $0.headTimeout = .milliseconds(30) }) { test in
            var client = try await test.client()
            for byte in get("/hello").utf8 {
                // Fails once the server has had enough.
                try? await client.send([byte])
                await test.sleep(.milliseconds(2))
            }
            #expect(try await client.answer()?.status == 408)
        }
    }

    @Test func saysThatABodyComesTooSlowly() throws {
        try TestServer.run(Self.routes, limits: Self.limits { $0.bodyTimeout = .milliseconds(30) }) { test in
            var client = try await test.client()
            #expect(try await client.ask(request("POST", "/echo", "Content-Length: 5") + "hell")?.status == 408)
            #expect(try await client.isClosed())
        }
    }

    @Test func closesSilentlyWhoSaysNothing() throws {
        let limits = Self.limits {
            $0.headTimeout = .milliseconds(30)
            $0.idleTimeout = .seconds(600)
        }
        try TestServer.run(Self.routes, limits: limits) { test in
            var client = try await test.client()
            #expect(try await client.isClosed())
        }
    }

    @Test func closesSilentlyWhoHasNothingMoreToSay() throws {
        let limits = Self.limits {
            $0.headTimeout = .seconds(600)
            $0.idleTimeout = .milliseconds(30)
        }
        try TestServer.run(Self.routes, limits: limits) { test in
            var client = try await test.client()
            #expect(try await client.ask(get("/hello"))?.text == "hello")
            #expect(try await client.isClosed())
        }
    }

    @Test func letsGoOfWhoDoesNotRead() throws {
        let large = Route.get("/huge") { _ in Response(body: Array(repeating: 7, count: 32 << 20)) }
        let limits = Self.limits { $0.writeTimeout = .milliseconds(50) }
        try TestServer.run([large], limits: limits) { test in
            let client = try await test.client()
            try await client.send(get("/huge"))
            await test.until { test.server.statistics.connectionsAccepted == 1 && test.server.statistics.connectionsOpen == 0 }
            _ = consume client
        }
    }

    @Test func waitsForASlowReader() throws {
        let large = Route.get("/huge") { _ in Response(body: Array(repeating: 7, count: 16 << 20)) }
        try TestServer.run([large]) { test in
            var client = try await test.client()
            try await client.send(get("/huge"))
            await test.sleep(.milliseconds(30))
            #expect(try await client.answer()?.body == Array(repeating: 7, count: 16 << 20))
        }
    }
}
