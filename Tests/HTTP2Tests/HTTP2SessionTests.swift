import Testing
import Wire

@testable import HTTP2

/// One exchange: the request goes out, then the server's bytes come in pieces.
private func outcome(
    of request: HTTP2Request, limits: HTTP2Limits = HTTP2Limits(),
    _ pieces: [[UInt8]]
) -> Result<HTTP2Response?, HTTP2Error> {
    do throws(HTTP2Error) {
        var session = try HTTP2Session(request, limits: limits)
        while case let bytes = try session.takeOutput(), !bytes.isEmpty {}
        for piece in pieces {
            try session.receive(piece.span)
            if let response = session.response { return .success(response) }
            while case let bytes = try session.takeOutput(), !bytes.isEmpty {}
        }
        return .success(nil)
    } catch {
        return .failure(error)
    }
}

private func response(_ pieces: [[UInt8]]) throws -> HTTP2Response? {
    try outcome(of: HTTP2Request(scheme: .https, authority: "a.test"), pieces).get()
}

@Suite struct HTTP2SessionTests {
    @Test func opensWithPrefaceAndSettings() throws {
        var session = try HTTP2Session(HTTP2Request(scheme: .https, authority: "a.test"))
        let bytes = try session.takeOutput()
        #expect(bytes.starts(with: Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)))
        #expect(bytes[27] == 4, "SETTINGS come first")
        let (isSent, hasBegun, more) = (session.isRequestSent, session.hasAnswerBegun, try session.takeOutput())
        #expect(isSent && !hasBegun)
        #expect(more.isEmpty)
    }

    @Test func readsAnAnswer() throws {
        let answer = try response([
            Frames.settings, Frames.headers([(":status", "200"), ("server", "x"), ("via", "")]), Frames.data("hel"),
            Frames.data("lo", ends: true),
        ])
        #expect(answer == HTTP2Response(status: 200, fields: ["server": "x", "via": ""], body: Array("hello".utf8)))
    }

    @Test func readsAnAnswerHoweverItIsCut() throws {
        let bytes =
            Frames.settings + Frames.settingsAck + Frames.headers([(":status", "103"), ("link", "y")])
            + Frames.headers([(":status", "404"), ("a", "b")]) + Frames.ping() + Frames.data("no", ends: false)
            + Frames.headers([("grpc-status", "5")], ends: true)
        let whole = HTTP2Response(
            status: 404, fields: ["a": "b"], body: Array("no".utf8), trailers: ["grpc-status": "5"])
        for cut in 1..<bytes.count {
            #expect(try response([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole)
            #expect(try response([Array(bytes[..<cut])]) == nil)
        }
        #expect(try response(bytes.map { [$0] }) == whole)
    }

    @Test func readsAnAnswerWithoutABody() throws {
        #expect(try response([Frames.settings, Frames.headers([(":status", "204")], ends: true)])?.status == 204)
    }

    @Test func goesOnAfterAFriendlyGoAway() throws {
        let pieces = [Frames.settings, Frames.goAway(0), Frames.headers([(":status", "200")], ends: true)]
        #expect(try response(pieces)?.status == 200)
    }

    @Test func ignoresWhatOthersMayAdd() throws {
        // An unknown frame (RFC 9113 section 5.5), a priority, a setting nobody knows.
        let pieces = [
            Frames.frame(4, Frames.setting(0xF0F0, 9)), Frames.frame(0xBB, stream: 1, [1, 2, 3]),
            Frames.frame(2, stream: 3, [0, 0, 0, 0, 1]), Frames.headers([(":status", "200")], ends: true),
        ]
        #expect(try response(pieces)?.status == 200)
    }

    @Test func sendsABodyAsTheWindowAllows() throws {
        let request = HTTP2Request(
            method: "POST", scheme: .http, authority: "a.test", body: [UInt8](repeating: 1, count: 100_000))
        var session = try HTTP2Session(request)
        var sent = 0
        while case let bytes = try session.takeOutput(), !bytes.isEmpty { sent += bytes.count }
        #expect((65_535..<67_000).contains(sent))
        var isSent = session.isRequestSent
        #expect(!isSent)
        try session.receive(
            (Frames.settings + Frames.windowUpdate(50_000) + Frames.windowUpdate(50_000, stream: 1)).span)
        while case let bytes = try session.takeOutput(), !bytes.isEmpty { sent += bytes.count }
        #expect((100_000..<102_000).contains(sent))
        isSent = session.isRequestSent
        #expect(isSent)
    }

    @Test func takesAnAnswerBeforeTheRequestIsSent() throws {
        let request = HTTP2Request(
            method: "POST", scheme: .http, authority: "a.test", body: [UInt8](repeating: 1, count: 100_000))
        let early = [Frames.settings, Frames.headers([(":status", "413")], ends: true), Frames.reset(0)]
        #expect(try outcome(of: request, early).get()?.status == 413)
    }

    @Test func tellsWhatTheEndOfTheStreamMeans() throws {
        var session = try HTTP2Session(HTTP2Request(scheme: .http, authority: "a.test"))
        let early = session.endOfStream()
        #expect(early == .truncated)
        _ = try session.takeOutput()
        try session.receive((Frames.settings + Frames.goAway(11)).span)
        let late = session.endOfStream()
        #expect(late == .goneAway(code: 11))
        #expect(late.description == "peer closes the connection: ENHANCE_YOUR_CALM")
    }

    @Test(arguments: [("G T", "a.test", "/"), ("GET", "", "/"), ("GET", "a\r\nb", "/"), ("GET", "a.test", "/ü"), ("", "a", "/")])
    func refusesARequestNobodyCouldRead(method: String, authority: String, path: String) {
        let request = HTTP2Request(method: method, scheme: .http, authority: authority, path: path)
        #expect(outcome(of: request, []) == .failure(.invalidRequest))
    }

    @Test func leavesOutFieldsOfTheConnection() throws {
        let request = HTTP2Request(
            method: "POST", scheme: .https, authority: "a.test", path: "/x",
            fields: [
                "Host": "b.test", "Connection": "close", "Keep-Alive": "5", "Transfer-Encoding": "chunked", "Upgrade": "h2c",
                "TE": "trailers", "X-Own": "1",
            ], body: [1, 2])
        let list = try #require(request.headerList())
        #expect(
            list.map { "\($0.name): \($0.value)" } == [
                ":method: POST", ":scheme: https", ":authority: a.test", ":path: /x", "te: trailers", "x-own: 1",
                "content-length: 2",
            ])
    }
}

@Suite struct HTTP2HostilePeerTests {
    private static let ok = Frames.headers([(":status", "200")])

    /// What one peer sends after its settings, and how it is taken.
    struct Peer: CustomTestStringConvertible {
        let testDescription: String
        let pieces: [[UInt8]]
        let error: HTTP2Error?

        init(_ name: String, _ pieces: [[UInt8]], _ error: HTTP2Error? = nil) {
            (testDescription, self.pieces, self.error) = (name, pieces, error)
        }
    }

    private static let peers: [Peer] = [
        Peer("reset", [reset(7)], .reset(code: 7)),
        Peer("reset after half an answer", [ok, Frames.data("x"), reset(2)], .reset(code: 2)),
        Peer("many resets", [ok] + [[UInt8]](repeating: reset(8), count: 1000), .reset(code: 8)),
        Peer("goes away without us", [Frames.goAway(11, last: 0)], .goneAway(code: 11)),
        Peer("a head in many frames", [Frames.frame(1, stream: 1)] + repeated(Frames.frame(9, stream: 1), 100_000)),
        Peer("a head without end", endlessHead()),
        Peer("a large field", [Frames.headers([(":status", "200"), ("a", String(repeating: "x", count: 60_000))])]),
        Peer(
            "many fields", [Frames.headers([(":status", "200")] + [(String, String)](repeating: ("a", ""), count: 300))],
            .headTooLarge),
        Peer("a header bomb", [bomb()], .headTooLarge),
        Peer("large interim answers", repeated(Frames.headers([(":status", "103")] + many(25)), 10), .headTooLarge),
        Peer("endless interim answers", repeated(Frames.headers([(":status", "100")]), 1000), .flooded),
        Peer("pings at once", [repeated(Frames.ping(), 3000).flatMap(\.self)], .flooded),
        Peer("pings", repeated(Frames.ping(), 20_000), .flooded),
        Peer("answers to no ping", repeated(Frames.ping(isAnswer: true), 20_000), .flooded),
        Peer("settings", repeated(Frames.settings, 40_000), .flooded),
        Peer("settings in one frame", [Frames.frame(4, (0..<1000).flatMap { _ in Frames.setting(3, 1) })]),
        Peer("empty data", [ok] + repeated(Frames.data(""), 40_000), .flooded),
        Peer(
            "padding", [ok] + repeated(Frames.frame(0, flags: 8, stream: 1, [255] + [UInt8](repeating: 0, count: 255)), 2000),
            .flooded),
        Peer("unknown frames", repeated(Frames.frame(0xFA, [UInt8](repeating: 0, count: 1000)), 1000), .flooded),
        Peer("priorities", repeated(Frames.frame(2, stream: 3, [0, 0, 0, 0, 1]), 40_000), .flooded),
        Peer("more data than the limit", [ok] + repeated(Frames.data(String(repeating: "x", count: 16_000)), 100), .bodyTooLarge),
        Peer("a window without increment", [Frames.windowUpdate(0)]),
        Peer("a window beyond all", [Frames.windowUpdate(0x7FFF_FFFF), Frames.windowUpdate(0x7FFF_FFFF)]),
        Peer("an initial window beyond all", [Frames.frame(4, Frames.setting(4, 0x8000_0000))]),
        Peer(
            "a pushed page",
            [Frames.settingsAck, Frames.frame(5, flags: 4, stream: 1, Frames.big(2) + Frames.block([(":method", "GET")]))]),
        Peer("a stream of its own", [Frames.headers([(":status", "200")], stream: 2)]),
        Peer("data before the head", [Frames.data("x")]),
        Peer("no status", [Frames.headers([("a", "b")])]),
        Peer("two statuses", [Frames.headers([(":status", "200"), (":status", "200")])]),
        Peer("a status that is none", [Frames.headers([(":status", "OK")])]),
        Peer("an interim answer that ends", [Frames.headers([(":status", "100")], ends: true)]),
        Peer("a field of the connection", [Frames.headers([(":status", "200"), ("connection", "close")], ends: true)]),
        Peer(
            "less than it promised",
            [Frames.headers([(":status", "200"), ("content-length", "5")]), Frames.data("x", ends: true)]),
        Peer("more than it promised", [Frames.headers([(":status", "200"), ("content-length", "1")]), Frames.data("xxx")]),
        Peer("a frame too long", [ok, Frames.frame(0, stream: 1, [UInt8](repeating: 0, count: 20_000))]),
        Peer("a broken header block", [Frames.frame(1, flags: 4, stream: 1, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])]),
        Peer("a field of no table", [Frames.frame(1, flags: 4, stream: 1, [0xFE])]),
        Peer("another frame inside a head", [Frames.frame(1, stream: 1, Frames.block([(":status", "200")])), Frames.ping()]),
    ]

    private static func reset(_ code: UInt32) -> [UInt8] { Frames.reset(code) }
    private static func repeated(_ frame: [UInt8], _ count: Int) -> [[UInt8]] { [[UInt8]](repeating: frame, count: count) }
    private static func many(_ count: Int) -> [(String, String)] {
        (0..<count).map { ("x-\($0)", String(repeating: "y", count: 500)) }
    }

    private static func endlessHead() -> [[UInt8]] {
        let part = Frames.block(many(20))
        return [Frames.frame(1, stream: 1, Frames.block([(":status", "200")]) + part)]
            + repeated(Frames.frame(9, stream: 1, part), 1000)
    }

    /// One field of 4,000 bytes into the table, then a thousand times its number.
    private static func bomb() -> [UInt8] {
        let field = [0x40] + Frames.string("a") + Frames.string(String(repeating: "x", count: 4000))
        return Frames.frame(1, flags: 4, stream: 1, [0x88] + field + [UInt8](repeating: 0xBE, count: 1000))
    }

    @Test(arguments: peers) func isDealtWith(peer: Peer) {
        switch outcome([Frames.settings] + peer.pieces) {
        case .success(let answer): Issue.record("\(String(describing: answer?.status)) instead of an error")
        case .failure(let error):
            if let expected = peer.error {
                #expect(error == expected)
            } else if case .malformed(let reason) = error {
                #expect(!reason.isEmpty && reason.utf8.count <= 200)
            } else {
                #expect([.headTooLarge, .flooded].contains(error))
            }
        }
    }

    @Test(arguments: ["HTTP/1.1 400 Bad Request\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\nxxxxxxxx", "220 mail ESMTP\r\n"])
    func whoSpeaksAnotherProtocolIsToldApart(greeting: String) {
        #expect(outcome([Array(greeting.utf8)]) == .failure(.notHTTP2))
        #expect(outcome(greeting.utf8.map { [$0] }) == .failure(.notHTTP2))
    }

    @Test func mayNotSendMoreThanTheWindow() {
        // Nobody reads between the pieces: the connection's window is 1 MiB.
        let flood = (0..<80).flatMap { _ in Frames.data(String(repeating: "x", count: 16_384)) }
        let limits = HTTP2Limits(maxBodyBytes: 1_200_000)
        guard case .failure(let error) = outcome(limits: limits, [Frames.settings + Self.ok + flood]) else {
            Issue.record("no error")
            return
        }
        #expect(error == .bodyTooLarge || error != .truncated)
    }

    @Test func noiseIsSurvived() {
        var generator = SystemRandomNumberGenerator()
        let frames =
            Self.peers.flatMap { $0.pieces.prefix(3) } + [Frames.settings, Self.ok, Frames.data("x", ends: true)]
        for _ in 0..<3000 {
            var bytes = Frames.settings
            for _ in 0..<Int.random(in: 1...6, using: &generator) { bytes += frames.randomElement(using: &generator) ?? [] }
            for _ in 0..<Int.random(in: 0...8, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            if case .success(let answer?) = outcome([bytes]) { #expect((200...999).contains(answer.status)) }
        }
    }
}

private func outcome(
    limits: HTTP2Limits = HTTP2Limits(), _ pieces: [[UInt8]]
) -> Result<HTTP2Response?, HTTP2Error> {
    outcome(of: HTTP2Request(scheme: .https, authority: "a.test"), limits: limits, pieces)
}
