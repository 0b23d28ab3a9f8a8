import Testing

@testable import Wire

/// Seeded garbage: bytes without form, and messages with a few bytes changed.
@Suite struct HTTPGarbageTests {
    static let seeds = [
        HTTPRequestParserTests.scrape, HTTPRequestParserTests.post, HTTPRequestParserTests.chunked, HTTPResponseParserTests.page,
        BodyDecoderTests.chunked, "https://[2001:db8::1]:8443/a/../b?c=%41&d+e#f", "Sun, 06 Nov 1994 08:49:37 GMT",
        "text/plain;version=\"0.0.4\";q=0.5, */*;q=0.1",
    ].map { Array($0.utf8) }

    private func garbage(_ numbers: inout SeededGenerator) -> [UInt8] {
        guard Bool.random(using: &numbers) else {
            return (0..<Int.random(in: 0...200, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        }
        var bytes = numbers.mutate(Self.seeds[Int.random(in: 0..<Self.seeds.count, using: &numbers)])
        let special = Array("\r\n\0 \t:;,\"\\%/?#[]0fF9-".utf8)
        bytes.insert(
            special[Int.random(in: special.indices, using: &numbers)], at: Int.random(in: 0...bytes.count, using: &numbers))
        return bytes
    }

    @Test func endsTheSameHoweverItIsCut() {
        var numbers = SeededGenerator(seed: 4)
        let limits = HTTPLimits(maxHeadBytes: 256, maxFieldCount: 5, maxBodyBytes: 64)
        for round in 0..<10_000 {
            let bytes = garbage(&numbers)
            let cuts = Array(bytes.indices)
            #expect(
                HTTPFeeding.requests(bytes, cuts: [], limits: limits) == HTTPFeeding.requests(bytes, cuts: cuts, limits: limits),
                "round \(round)")
            #expect(
                HTTPFeeding.responses(bytes, cuts: [], limits: limits)
                    == HTTPFeeding.responses(bytes, cuts: cuts, limits: limits),
                "round \(round)")
            for framing in [HTTPBodyFraming.chunked, .contentLength(10), .untilClose] {
                let whole = Result { () throws(HTTPParseError) in try HTTPFeeding.body(bytes, framing, limits: limits).body }
                let cut = Result { () throws(HTTPParseError) in
                    try HTTPFeeding.body(bytes, framing, cuts: cuts, limits: limits).body
                }
                #expect(whole == cut, "round \(round)")
            }
        }
    }

    @Test func parsedHeadsAreWrittenAsRead() {
        var numbers = SeededGenerator(seed: 5)
        for _ in 0..<10_000 {
            for head in HTTPFeeding.requests(garbage(&numbers), cuts: []).0 {
                var bytes: [UInt8] = []
                head.serialize(into: &bytes)
                #expect(HTTPFeeding.requests(bytes, cuts: []) == ([head], nil))
            }
        }
    }

    @Test func neverTrapsTextParsers() throws {
        var numbers = SeededGenerator(seed: 6)
        let base = try HTTPURL(parsing: "https://a.example/b/c?d")
        for _ in 0..<10_000 {
            let text = String(decoding: garbage(&numbers), as: UTF8.self)
            if let url = try? base.resolving(text) {
                #expect(try HTTPURL(parsing: url.description) == url)
                #expect(HTTPRequestHead(method: "GET", url: url) != nil)
            }
            if let seconds = HTTPDate.unixSeconds(parsing: text) {
                #expect(HTTPDate.format(unixSeconds: seconds).utf8.count == 29)
            }
            #expect(AcceptHeader(text).clauses.allSatisfy { (0...1000).contains($0.weight) })
            _ = AcceptHeader.acceptsGzip(text)
            if let target = try? HTTPRequestTarget(parsing: text, maxQueryItems: 4) { #expect(target.query.count <= 4) }
        }
    }
}
