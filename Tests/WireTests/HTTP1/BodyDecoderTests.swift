import Testing

@testable import Wire

@Suite struct BodyDecoderTests {
    static let chunked = "4\r\nWiki\r\n006 ; ext=\"1\"\r\npedia \r\nE\r\nin \r\n\r\nchunks.\r\n0;last\r\nA: b\r\nC: d\r\n\r\n"

    @Test(arguments: [
        ("", HTTPBodyFraming.none, ""), ("hello", .contentLength(5), "hello"), ("", .contentLength(0), ""),
        ("a\r\n\r\nb", .untilClose, "a\r\n\r\nb"), ("0\r\n\r\n", .chunked, ""), ("1  \r\na\r\n0\t\r\n\r\n", .chunked, "a"),
        ("aB\r\n" + String(repeating: "x", count: 171) + "\r\n00\r\n\r\n", .chunked, String(repeating: "x", count: 171)),
        (chunked, .chunked, "Wikipedia in \r\n\r\nchunks."),
    ])
    func decodes(text: String, framing: HTTPBodyFraming, expected: String) throws {
        let bytes = Array(text.utf8)
        let whole = try HTTPFeeding.body(bytes, framing)
        #expect(whole.body == Array(expected.utf8))
        for cut in bytes.indices {
            #expect(try HTTPFeeding.body(bytes, framing, cuts: [cut]) == whole, "cut at \(cut)")
        }
        #expect(try HTTPFeeding.body(bytes, framing, cuts: Array(bytes.indices)) == whole)
    }

    @Test(arguments: [("hello", HTTPBodyFraming.contentLength(5)), (chunked, .chunked)])
    func isTruncatedAtEveryCut(text: String, framing: HTTPBodyFraming) {
        let bytes = Array(text.utf8)
        for cut in bytes.indices {
            #expect(throws: HTTPParseError.truncated, "cut at \(cut)") { try HTTPFeeding.body(Array(bytes[..<cut]), framing) }
        }
    }

    @Test(arguments: [HTTPBodyFraming.none, .contentLength(0), .contentLength(3), .chunked])
    func leavesTheNextMessage(framing: HTTPBodyFraming) throws {
        let text = [HTTPBodyFraming.contentLength(3): "abc", .chunked: "3\r\nabc\r\n0\r\n\r\n"][framing] ?? ""
        #expect(try HTTPFeeding.body(Array((text + "GET /").utf8), framing).left == 5)
    }

    @Test(arguments: [
        "\r\n", ";a\r\n", " 1\r\na\r\n", "g\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", "1\na\r\n", "1\r\rn", "1\r\nab\r\n", "1\r\na\n",
        "1\r\na\rb",
        "1;a\nb\r\n", "1;\0\r\n", "1 a\r\n", "0\r\n\n", "0\r\n\rx", "0\r\nA: b\n\r\n", "0\r\nA: b\rC", "0\r\n\0",
        "00000000000000001\r\n",
    ])
    func rejectsChunks(text: String) {
        let bytes = Array(text.utf8)
        #expect(throws: HTTPParseError.badChunk) { try HTTPFeeding.body(bytes, .chunked) }
        #expect(throws: HTTPParseError.badChunk) { try HTTPFeeding.body(bytes, .chunked, cuts: Array(bytes.indices)) }
    }

    @Test(arguments: [
        "ffffffffffffffff\r\n", "7fffffffffffffff\r\n", "8000000000000000\r\n", "b\r\n", "6\r\nabcdef\r\n5\r\nabcde",
    ])
    func boundsChunkedBodies(text: String) {
        let limits = HTTPLimits(maxBodyBytes: 10)
        #expect(throws: HTTPParseError.bodyTooLarge) { try HTTPFeeding.body(Array(text.utf8), .chunked, limits: limits) }
    }

    @Test func takesHugeSizesWithoutOverflow() throws {
        let limits = HTTPLimits(maxBodyBytes: .max)
        #expect(throws: HTTPParseError.truncated) {
            try HTTPFeeding.body(Array("7fffffffffffffff\r\nabc".utf8), .chunked, limits: limits)
        }
        #expect(throws: HTTPParseError.bodyTooLarge) {
            try HTTPFeeding.body(Array("8000000000000000\r\n".utf8), .chunked, limits: limits)
        }
    }

    @Test func boundsOtherBodies() throws {
        let limits = HTTPLimits(maxBodyBytes: 10)
        #expect(throws: HTTPParseError.bodyTooLarge) { try BodyDecoder(framing: .contentLength(11), limits: limits) }
        let body = Array("0123456789".utf8)
        #expect(try HTTPFeeding.body(body, .contentLength(10), limits: limits).body == body)
        #expect(try HTTPFeeding.body(body, .untilClose, limits: limits).body == body)
        var decoder = try BodyDecoder(framing: .untilClose, limits: limits)
        var output: [UInt8] = []
        #expect(throws: HTTPParseError.bodyTooLarge) { try decoder.decode((body + [0]).span, into: &output) }
        #expect(output == body)
    }

    @Test func boundsExtensionsAndTrailersTogether() throws {
        let limits = HTTPLimits(maxHeadBytes: 8)
        let fits = Array("1;ab\r\nx\r\n0;\r\nA:b\r\n\r\n".utf8)
        #expect(try HTTPFeeding.body(fits, .chunked, limits: limits).body == [UInt8(ascii: "x")])
        for text in ["1;12345678\r\n", "1         \r\n", "0\r\nA: 123456\r\n\r\n", "1;ab\r\nx\r\n0;c\r\nA: bc\r\n\r\n"] {
            #expect(throws: HTTPParseError.chunkOverheadTooLarge) {
                try HTTPFeeding.body(Array(text.utf8), .chunked, limits: limits)
            }
        }
    }

    @Test func staysFailed() throws {
        var decoder = try BodyDecoder(framing: .chunked)
        var output: [UInt8] = []
        #expect(throws: HTTPParseError.badChunk) { try decoder.decode([UInt8(ascii: "x")].span, into: &output) }
        #expect(throws: HTTPParseError.badChunk) { try decoder.decode([UInt8(ascii: "0")].span, into: &output) }
        #expect(throws: HTTPParseError.badChunk) { try decoder.finish() }
        #expect(!decoder.isComplete)
    }

    @Test func completesOnlyAtTheEnd() throws {
        var decoder = try BodyDecoder(framing: .untilClose)
        var output: [UInt8] = []
        _ = try decoder.decode([1, 2].span, into: &output)
        #expect(!decoder.isComplete)
        try decoder.finish()
        #expect(decoder.isComplete)
        let used = try decoder.decode([3].span, into: &output)
        #expect(used == 0)
        #expect(output == [1, 2])
    }
}
