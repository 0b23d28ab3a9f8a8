import Testing

@testable import Wire

@Suite struct HTTPRequestParserTests {
    static let scrape = """
        GET /metrics?collect[]=cpu HTTP/1.1\r
        Host: exporter.example:10042\r
        User-Agent: Prometheus/3.5.3\r
        Accept: application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.2\r
        Accept-Encoding: gzip\r
        X-Prometheus-Scrape-Timeout-Seconds: 10\r
        \r

        """
    static let post = "POST /-/reload HTTP/1.1\r\nhost:[::1]:10042\r\nContent-Length: 4\r\nConnection:close\r\n\r\n"
    static let chunked = "PUT /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTE: trailers\r\n\r\n"
    static let old = "\r\nGET / HTTP/1.0\r\n\r\n"

    @Test func readsAScrape() throws {
        let head = try #require(try HTTPFeeding.request(Self.scrape))
        #expect(head.method == "GET")
        #expect(head.target == "/metrics?collect[]=cpu")
        #expect(head.version == .http11)
        #expect(
            head.fields.lines.map(\.name) == [
                "Host", "User-Agent", "Accept", "Accept-Encoding", "X-Prometheus-Scrape-Timeout-Seconds",
            ])
        #expect(head.fields.first("HOST") == "exporter.example:10042")
        #expect(head.keepAlive)
    }

    @Test(arguments: [scrape, post, chunked, old])
    func needsMoreAtEveryCut(text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try #require(try HTTPFeeding.request(bytes))
        #expect(whole.consumedBytes == bytes.count)
        for cut in bytes.indices {
            var parser = HTTPRequestParser()
            let cutResult = try parser.parse(bytes.span.extracting(..<cut))
            let wholeResult = try parser.parse(bytes.span)
            #expect(cutResult == .needMore, "cut at \(cut)")
            #expect(wholeResult == .complete(whole.head, consumedBytes: bytes.count), "cut at \(cut)")
        }
        #expect(HTTPFeeding.requests(bytes, cuts: Array(bytes.indices)).0 == [whole.head])
    }

    @Test func readsPipelinedRequests() {
        let bytes = Array((Self.scrape + Self.old + Self.chunked + Self.scrape).utf8)
        for cuts in [[], Array(bytes.indices), [1, 100, 101, 400]] {
            let (heads, error) = HTTPFeeding.requests(bytes, cuts: cuts)
            #expect(heads.map(\.target) == ["/metrics?collect[]=cpu", "/", "/x", "/metrics?collect[]=cpu"])
            #expect(error == nil)
        }
    }

    @Test func leavesTheBodyAlone() throws {
        let bytes = Array((Self.post + "body").utf8)
        #expect(try HTTPFeeding.request(bytes)?.consumedBytes == bytes.count - 4)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\nHost: a\n\n", HTTPParseError.bareLineFeed),
        ("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", .bareLineFeed),
        ("GET / HTTP/1.1\r\nHost: a\r\nA: b\n\r\n", .bareLineFeed),
        ("GET /\r\n\r\n", .badRequestLine),
        ("GET  / HTTP/1.1\r\n\r\n", .badRequestLine),
        ("GET / HTTP/1.1 \r\n\r\n", .badRequestLine),
        ("GET\t/ HTTP/1.1\r\n\r\n", .badRequestLine),
        ("GET / x HTTP/1.1\r\n\r\n", .badRequestLine),
        ("GET /\u{7f} HTTP/1.1\r\n\r\n", .badRequestLine),
        ("GET /é HTTP/1.1\r\n\r\n", .badRequestLine),
        ("GET /#top HTTP/1.1\r\n\r\n", .badRequestLine),
        ("GET / http/1.1\r\n\r\n", .badRequestLine),
        ("GET / HTTP/11\r\n\r\n", .badRequestLine),
        ("GET / HTTP/1.1\rX: y\r\n\r\n", .badRequestLine),
        ("\rGET / HTTP/1.1\r\n\r\n", .badRequestLine),
        ("GE(T / HTTP/1.1\r\n\r\n", .badRequestLine),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .unsupportedVersion),
        ("GET / HTTP/0.9\r\n\r\n", .unsupportedVersion),
        (" GET / HTTP/1.1\r\n\r\n", .notHTTP),
        ("\u{16}\u{3}\u{1}", .notHTTP),
        ("{\"a\":1}", .notHTTP),
        ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\n Host: a\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\nHost: a\r\n\tb: c\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\nHost\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\n: a\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\nHo st: a\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\nHöst: a\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\nHost: a\0b\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\nHost: a\u{1b}\r\n\r\n", .badFieldLine),
        ("GET / HTTP/1.1\r\n\r\n", .missingHost),
        ("GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", .duplicateHost),
        ("GET / HTTP/1.0\r\nHost: a\r\nhost: b\r\n\r\n", .duplicateHost),
        ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .badHost),
        ("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", .badHost),
        ("GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", .badHost),
        ("GET / HTTP/1.1\r\nHost: a:99999\r\n\r\n", .badHost),
        ("GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", .badHost),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", .conflictingFraming),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n", .badContentLength),
    ])
    func rejects(text: String, expected: HTTPParseError) {
        let bytes = Array(text.utf8)
        #expect(throws: expected) { try HTTPFeeding.request(bytes) }
        #expect(HTTPFeeding.requests(bytes, cuts: Array(bytes.indices)).1 == expected)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", "host", ""),
        ("GET / HTTP/1.1\r\nHost: \t a.example \t\r\n\r\n", "host", "a.example"),
        ("GET / HTTP/1.9\r\nHost: a:\r\n\r\n", "host", "a:"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: caf\u{e9}\tau lait\r\n\r\n", "x", "caf\u{e9}\tau lait"),
        ("GET / HTTP/1.1\r\nHost: a\r\nX: a:b: c\r\n\r\n", "x", "a:b: c"),
        ("M-SEARCH * HTTP/1.1\r\nHost: 239.255.255.250:1900\r\n!#$%&'*+-.^_`|~9: odd\r\n\r\n", "!#$%&'*+-.^_`|~9", "odd"),
    ])
    func reads(text: String, name: String, value: String) throws {
        #expect(try HTTPFeeding.request(text)?.fields.first(name) == value)
    }

    @Test func readsBytesThatAreNotUTF8AsLatin1() throws {
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nX: caf".utf8) + [0xe9] + Array("\r\n\r\n".utf8)
        #expect(try HTTPFeeding.request(bytes)?.head.fields.first("x") == "café")
    }

    @Test func bounds() throws {
        let limits = HTTPLimits(maxHeadBytes: 64, maxFieldCount: 2)
        func padded(_ count: Int) -> String {
            let start = "GET / HTTP/1.1\r\nHost: a\r\nX: "
            return start + String(repeating: "x", count: count - start.utf8.count - 4) + "\r\n\r\n"
        }
        #expect(try HTTPFeeding.request(padded(64), limits: limits) != nil)
        #expect(throws: HTTPParseError.headTooLarge) { try HTTPFeeding.request(padded(65), limits: limits) }
        #expect(throws: HTTPParseError.tooManyFields) {
            try HTTPFeeding.request("GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 2\r\n\r\n", limits: limits)
        }
        let longLine = "GET /" + String(repeating: "x", count: 60)
        #expect(throws: HTTPParseError.targetTooLong) { try HTTPFeeding.request(longLine, limits: limits) }
        #expect(try HTTPFeeding.request(String(longLine.prefix(63)), limits: limits) == nil)
    }

    @Test func boundsDoNotDependOnTheCuts() {
        let limits = HTTPLimits(maxHeadBytes: 64, maxFieldCount: 2)
        for length in [40, 63, 64, 65, 66, 200] {
            let bytes = Array(("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "x", count: length - 32) + "\r\n\r\n").utf8)
            let whole = HTTPFeeding.requests(bytes, cuts: [], limits: limits)
            let cut = HTTPFeeding.requests(bytes, cuts: Array(bytes.indices), limits: limits)
            #expect(whole == cut, "length \(length)")
        }
    }

    static let worst: [String] = [
        String(repeating: "\r\n", count: 5_000),
        String(repeating: "A", count: 10_000),
        "GET / HTTP/1.1\r\n" + String(repeating: "a:\r\n", count: 2_500),
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: " + String(repeating: ",", count: 10_000) + "\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: " + String(repeating: "1,", count: 5_000) + "1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: " + String(repeating: "[", count: 10_000) + "\r\n\r\n",
        "GET / HTTP/1.1\r\nX: " + String(repeating: " ", count: 10_000) + "x" + String(repeating: " ", count: 5_000) + "\r\n\r\n",
    ]

    @Test(arguments: worst)
    func endsTheSameWholeAndByteByByte(text: String) {
        let bytes = Array(text.utf8)
        #expect(HTTPFeeding.requests(bytes, cuts: []) == HTTPFeeding.requests(bytes, cuts: Array(bytes.indices)))
    }
}
