import Testing

@testable import Wire

@Suite struct HTTPBodyFramingTests {
    private func request(_ lines: String, version: String = "HTTP/1.1") -> Result<HTTPBodyFraming, HTTPParseError> {
        Result { () throws(HTTPParseError) in
            guard let head = try HTTPFeeding.request("POST / \(version)\r\nHost: a\r\n\(lines)\r\n") else { throw .truncated }
            return try head.bodyFraming()
        }
    }

    @Test(
        arguments: [
            ("", .none), ("Content-Length: 0\r\n", .contentLength(0)), ("Content-Length: 0042\r\n", .contentLength(42)),
            ("Content-Length: 7\r\nContent-Length: 7\r\n", .contentLength(7)), ("Content-Length: 7 , 7\r\n", .contentLength(7)),
            ("Content-Length: 9223372036854775807\r\n", .contentLength(.max)), ("Transfer-Encoding: Chunked\r\n", .chunked),
            ("Transfer-Encoding: ,\r\nTransfer-Encoding: chunked ,\r\n", .chunked),
        ] as [(String, HTTPBodyFraming)])
    func framesRequests(lines: String, expected: HTTPBodyFraming) {
        #expect(request(lines) == .success(expected))
    }

    @Test(arguments: [
        ("Content-Length:\r\n", HTTPParseError.badContentLength), ("Content-Length: -1\r\n", .badContentLength),
        ("Content-Length: +1\r\n", .badContentLength), ("Content-Length: 0x1\r\n", .badContentLength),
        ("Content-Length: 1 2\r\n", .badContentLength), ("Content-Length: 1,\r\n", .badContentLength),
        ("Content-Length: 1,2\r\n", .badContentLength), ("Content-Length: ١\r\n", .badContentLength),
        ("Content-Length: 1\r\nContent-Length: 2\r\n", .badContentLength),
        ("Content-Length: 9223372036854775808\r\n", .badContentLength),
        ("Content-Length: 99999999999999999999999999\r\n", .badContentLength),
        ("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", .conflictingFraming),
        ("Content-Length: x\r\nTransfer-Encoding: y\r\n", .conflictingFraming),
        ("Transfer-Encoding:\r\n", .badTransferEncoding), ("Transfer-Encoding: gzip\r\n", .badTransferEncoding),
        ("Transfer-Encoding: identity\r\n", .badTransferEncoding), ("Transfer-Encoding: chunked, gzip\r\n", .badTransferEncoding),
        ("Transfer-Encoding: chunked, chunked\r\n", .badTransferEncoding),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", .badTransferEncoding),
        ("Transfer-Encoding: chunked;a=b\r\n", .badTransferEncoding), ("Transfer-Encoding: xchunked\r\n", .badTransferEncoding),
        ("Transfer-Encoding: \"chunked\"\r\n", .badTransferEncoding),
        ("Transfer-Encoding: gzip, chunked\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n", .unsupportedTransferCoding),
    ])
    func rejectsRequests(lines: String, expected: HTTPParseError) {
        #expect(request(lines) == .failure(expected))
    }

    @Test func rejectsChunkedFromHTTP10() {
        #expect(request("Transfer-Encoding: chunked\r\n", version: "HTTP/1.0") == .failure(.badTransferEncoding))
    }

    @Test(
        arguments: [
            ("GET", 200, "", .untilClose), ("GET", 200, "Content-Length: 5\r\n", .contentLength(5)),
            ("GET", 200, "Transfer-Encoding: chunked\r\n", .chunked),
            ("GET", 200, "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", .chunked),
            ("GET", 200, "Transfer-Encoding: identity\r\n", .untilClose), ("GET", 404, "", .untilClose),
            ("HEAD", 200, "Content-Length: 5\r\n", .none), ("HEAD", 200, "Transfer-Encoding: chunked\r\n", .none),
            ("GET", 204, "Content-Length: 5\r\n", .none), ("GET", 304, "Content-Length: 5\r\n", .none), ("GET", 100, "", .none),
            ("GET", 101, "Transfer-Encoding: chunked\r\n", .none), ("CONNECT", 200, "Content-Length: 5\r\n", .none),
            ("CONNECT", 407, "Content-Length: 5\r\n", .contentLength(5)),
        ] as [(String, Int, String, HTTPBodyFraming)])
    func framesResponses(method: String, status: Int, lines: String, expected: HTTPBodyFraming) throws {
        let head = try #require(try HTTPFeeding.response("HTTP/1.1 \(status) x\r\n\(lines)\r\n"))
        #expect(try head.bodyFraming(forRequestMethod: method) == expected)
    }

    @Test(arguments: [
        ("Content-Length: 1\r\nContent-Length: 2\r\n", HTTPParseError.badContentLength),
        ("Transfer-Encoding: gzip, chunked\r\n", .unsupportedTransferCoding),
        ("Transfer-Encoding: br\r\n", .unsupportedTransferCoding), ("Transfer-Encoding: ,\r\n", .badTransferEncoding),
    ])
    func rejectsResponses(lines: String, expected: HTTPParseError) throws {
        let head = try #require(try HTTPFeeding.response("HTTP/1.1 200 OK\r\n\(lines)\r\n"))
        #expect(throws: expected) { try head.bodyFraming(forRequestMethod: "GET") }
    }
}
