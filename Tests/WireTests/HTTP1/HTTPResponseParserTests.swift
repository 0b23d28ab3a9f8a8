import Testing

@testable import Wire

@Suite struct HTTPResponseParserTests {
    static let page = """
        HTTP/1.1 301 Moved Permanently\r
        Location: https://www.whatsapp.com/\r
        Content-Type: text/plain\r
        Server: proxygen-bolt\r
        Date: Sun, 06 Nov 1994 08:49:37 GMT\r
        Connection: keep-alive\r
        Content-Length: 0\r
        \r

        """

    @Test(arguments: [
        page, "HTTP/1.0 200 OK\r\n\r\n", "HTTP/1.1 204\r\n\r\n", "HTTP/1.1 299 \r\nA: b\r\n\r\n", "HTTP/1.1 200 OK\nA: b\n\n",
        "HTTP/1.1 200 Très bien\r\nA: b\n\r\n",
    ])
    func needsMoreAtEveryCut(text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try #require(try HTTPFeeding.response(bytes))
        #expect(whole.consumedBytes == bytes.count)
        for cut in bytes.indices {
            var parser = HTTPResponseParser()
            let cutResult = try parser.parse(bytes.span.extracting(..<cut))
            let wholeResult = try parser.parse(bytes.span)
            #expect(cutResult == .needMore, "cut at \(cut)")
            #expect(wholeResult == .complete(whole.head, consumedBytes: bytes.count), "cut at \(cut)")
        }
        #expect(HTTPFeeding.responses(bytes, cuts: Array(bytes.indices)).0 == [whole.head])
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n\r\n", 200, "OK", HTTPVersion.http11),
        ("HTTP/1.0 404 Not Found\r\n\r\n", 404, "Not Found", .http10),
        ("HTTP/1.1 200\r\n\r\n", 200, "", .http11),
        ("HTTP/1.1 200 \r\n\r\n", 200, "", .http11),
        ("HTTP/1.2 999 \t?\r\n\r\n", 999, "\t?", .http11),
    ])
    func readsStatusLines(text: String, status: Int, reason: String, version: HTTPVersion) throws {
        let head = try #require(try HTTPFeeding.response(text))
        #expect(head.status == status)
        #expect(head.reason == reason)
        #expect(head.version == version)
    }

    @Test func readsInterimThenFinalResponse() {
        let bytes = Array(
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n".utf8)
        #expect(HTTPFeeding.responses(bytes, cuts: [3, 40]).0.map(\.status) == [100, 103, 200])
    }

    @Test(arguments: [
        ("HTTP/1.1 20 OK\r\n\r\n", HTTPParseError.badStatusLine),
        ("HTTP/1.1 2000\r\n\r\n", .badStatusLine),
        ("HTTP/1.1 099 Low\r\n\r\n", .badStatusLine),
        ("HTTP/1.1  200 OK\r\n\r\n", .badStatusLine),
        ("HTTP/1.1 2x0 OK\r\n\r\n", .badStatusLine),
        ("HTTP/1.1 200 a\0b\r\n\r\n", .badStatusLine),
        ("HTTP/1.1\r\n\r\n", .badStatusLine),
        ("HTTP/x\r\n\r\n", .badStatusLine),
        ("HTTP/2.0 200 OK\r\n\r\n", .unsupportedVersion),
        ("HTTP/1.1 200 OK\r\n folded\r\n\r\n", .badFieldLine),
        ("HTTP/1.1 200 OK\r\nA : b\r\n\r\n", .badFieldLine),
        ("HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", .badFieldLine),
    ])
    func rejects(text: String, expected: HTTPParseError) {
        let bytes = Array(text.utf8)
        #expect(throws: expected) { try HTTPFeeding.response(bytes) }
        #expect(HTTPFeeding.responses(bytes, cuts: Array(bytes.indices)).1 == expected)
    }

    @Test(
        arguments: [
            [0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28],  // TLS alert
            [0x00, 0x00, 0x2c, 0x1a, 0x28],  // Noise frame
            Array("SSH-2.0-OpenSSH_9.2\r\n".utf8), Array("ICY 200 OK\r\n".utf8), Array("http/1.1 200 OK\r\n".utf8),
            Array("<html>".utf8), Array("\r\nHTTP/1.1 200 OK\r\n\r\n".utf8),
        ] as [[UInt8]])
    func tellsOtherProtocolsByTheirFirstByte(bytes: [UInt8]) {
        #expect(throws: HTTPParseError.notHTTP) { try HTTPFeeding.response(Array(bytes.prefix(1))) }
        #expect(throws: HTTPParseError.notHTTP) { try HTTPFeeding.response(bytes) }
    }

    @Test func tellsALookalikeAtTheByteThatDiffers() throws {
        #expect(try HTTPFeeding.response("HTT") == nil)
        #expect(throws: HTTPParseError.notHTTP) { try HTTPFeeding.response("HTTX") }
    }

    @Test func bounds() {
        let limits = HTTPLimits(maxHeadBytes: 64, maxFieldCount: 1)
        let long = "HTTP/1.1 200 OK\r\nA: " + String(repeating: "x", count: 64)
        #expect(throws: HTTPParseError.headTooLarge) { try HTTPFeeding.response(long, limits: limits) }
        #expect(throws: HTTPParseError.tooManyFields) {
            try HTTPFeeding.response("HTTP/1.1 200 OK\r\nA: 1\r\nB: 2\r\n\r\n", limits: limits)
        }
    }
}
