@testable import Wire

/// Ways to hand the codec its bytes.
enum HTTPFeeding {
    /// The head, given all bytes at once; `nil` for one that goes on.
    static func request(
        _ bytes: [UInt8], limits: HTTPLimits = HTTPLimits()
    ) throws(HTTPParseError) -> (head: HTTPRequestHead, consumedBytes: Int)? {
        var parser = HTTPRequestParser(limits: limits)
        guard case .complete(let head, let consumedBytes) = try parser.parse(bytes.span) else { return nil }
        return (head, consumedBytes)
    }

    static func request(_ text: String, limits: HTTPLimits = HTTPLimits()) throws(HTTPParseError) -> HTTPRequestHead? {
        try request(Array(text.utf8), limits: limits)?.head
    }

    static func response(
        _ bytes: [UInt8], limits: HTTPLimits = HTTPLimits()
    ) throws(HTTPParseError) -> (head: HTTPResponseHead, consumedBytes: Int)? {
        var parser = HTTPResponseParser(limits: limits)
        guard case .complete(let head, let consumedBytes) = try parser.parse(bytes.span) else { return nil }
        return (head, consumedBytes)
    }

    static func response(_ text: String, limits: HTTPLimits = HTTPLimits()) throws(HTTPParseError) -> HTTPResponseHead? {
        try response(Array(text.utf8), limits: limits)?.head
    }

    /// Every head on a connection, the parser being called at each of `cuts` and at the end, and the error it ended in.
    static func requests(_ bytes: [UInt8], cuts: [Int], limits: HTTPLimits = HTTPLimits()) -> ([HTTPRequestHead], HTTPParseError?)
    {
        var parser = HTTPRequestParser(limits: limits)
        var heads: [HTTPRequestHead] = []
        var start = 0
        for end in cuts + [bytes.count] {
            do throws(HTTPParseError) {
                while case .complete(let head, let consumedBytes) = try parser.parse(bytes.span.extracting(start..<end)) {
                    heads.append(head)
                    start += consumedBytes
                }
            } catch {
                return (heads, error)
            }
        }
        return (heads, nil)
    }

    static func responses(_ bytes: [UInt8], cuts: [Int], limits: HTTPLimits = HTTPLimits()) -> (
        [HTTPResponseHead], HTTPParseError?
    ) {
        var parser = HTTPResponseParser(limits: limits)
        var heads: [HTTPResponseHead] = []
        var start = 0
        for end in cuts + [bytes.count] {
            do throws(HTTPParseError) {
                while case .complete(let head, let consumedBytes) = try parser.parse(bytes.span.extracting(start..<end)) {
                    heads.append(head)
                    start += consumedBytes
                }
            } catch {
                return (heads, error)
            }
        }
        return (heads, nil)
    }

    /// The body, the decoder being called with the pieces between `cuts`; `left` is what it did not use.
    static func body(
        _ bytes: [UInt8], _ framing: HTTPBodyFraming, cuts: [Int] = [], limits: HTTPLimits = HTTPLimits()
    ) throws(HTTPParseError) -> (body: [UInt8], left: Int) {
        var decoder = try BodyDecoder(framing: framing, limits: limits)
        var body: [UInt8] = []
        var used = 0
        for end in cuts + [bytes.count] where used < end {
            used += try decoder.decode(bytes.span.extracting(used..<end), into: &body)
        }
        try decoder.finish()
        return (body, bytes.count - used)
    }
}
