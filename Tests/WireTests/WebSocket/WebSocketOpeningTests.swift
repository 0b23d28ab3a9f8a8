import Testing
import Wire

@Suite struct WebSocketOpeningTests {
    /// The example of RFC 6455 section 1.3.
    private static let opening = WebSocketOpening(
        key: "dGhlIHNhbXBsZSBub25jZQ==", proof: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", subprotocols: ["chat", "superchat"])

    private static func answer(_ more: HTTPFields = [:], status: Int = 101, without left: String = "") -> HTTPResponseHead {
        var fields = HTTPFields()
        for line in WebSocketOpening.answer(proving: opening.proof).fields.lines where line.name != left {
            fields.append(line.name, line.value)
        }
        for line in more.lines { fields.append(line.name, line.value) }
        return HTTPResponseHead(status: status, fields: fields)
    }

    @Test func asksAsTheStandardSays() {
        let fields = Self.opening.fields
        #expect(fields.first("upgrade") == "websocket")
        #expect(fields.first("connection") == "Upgrade")
        #expect(fields.first("sec-websocket-key") == "dGhlIHNhbXBsZSBub25jZQ==")
        #expect(fields.first("sec-websocket-version") == "13")
        #expect(fields.first("sec-websocket-protocol") == "chat, superchat")
        #expect(WebSocketOpening(key: "", proof: "").fields.first("sec-websocket-protocol") == nil)
    }

    @Test func hashesTheKeyWithTheStandardsOwn() {
        let text = String(decoding: WebSocketOpening.proven(key: Self.opening.key), as: UTF8.self)
        #expect(text == "dGhlIHNhbXBsZSBub25jZQ==258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
    }

    @Test func takesAnAnswerThatFits() throws {
        #expect(try Self.opening.judge(Self.answer()) == nil)
        #expect(try Self.opening.judge(Self.answer(["Sec-WebSocket-Protocol": "superchat"])) == "superchat")
        #expect(try Self.opening.judge(Self.answer(["Connection": "keep-alive"])) == nil)
    }

    @Test(
        arguments: [
            (answer(status: 200), .status(200)), (answer(status: 404), .status(404)), (answer(without: "Upgrade"), .notUpgraded),
            (answer(without: "Connection"), .notUpgraded), (answer(without: "Sec-WebSocket-Accept"), .wrongProof),
            (answer(["Sec-WebSocket-Accept": "AAAA"], without: "Sec-WebSocket-Accept"), .wrongProof),
            (answer(["Sec-WebSocket-Accept": "AAAA"]), .wrongProof),
            (answer(["Sec-WebSocket-Protocol": "other"]), .notOffered("other")),
            (answer(["Sec-WebSocket-Extensions": "permessage-deflate"]), .notOffered("permessage-deflate")),
        ] as [(HTTPResponseHead, WebSocketOpening.Refusal)])
    func refuses(answer: HTTPResponseHead, refusal: WebSocketOpening.Refusal) {
        #expect(throws: refusal) { try Self.opening.judge(answer) }
    }

    @Test func findsTheKeyOfARequest() throws {
        let request = try #require(HTTPRequestHead(method: "GET", target: "/", fields: Self.opening.fields))
        #expect(WebSocketOpening.key(of: request) == Self.opening.key)
        #expect(WebSocketOpening.key(of: try #require(HTTPRequestHead(method: "GET", target: "/"))) == nil)
    }
}
