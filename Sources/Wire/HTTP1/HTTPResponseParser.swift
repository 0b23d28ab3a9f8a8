/// Parser of response heads for a prober, one after the other on a connection.
///
/// Interim responses (1xx) come out like any other: call again for the final one. Lines may end in a lone LF, as RFC 9112
/// section 2.2 lets a recipient: what a sloppy server says is worth more to a probe than its refusal, and nobody stands behind
/// us to be misled.
package struct HTTPResponseParser: Sendable {
    private let limits: HTTPLimits
    private var lines: HTTPHeadLines
    private var startLine: StartLine?
    private var fields = HTTPFields()

    /// Parser for one connection.
    package init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        lines = HTTPHeadLines(limits: limits, toleratesBareLineFeed: true)
    }

    /// Takes the connection's bytes from the head's first on, as many as there are.
    ///
    /// It remembers how far it got: after `.needMore` give it the same bytes with more behind them. After `.complete` it
    /// is ready for the next head.
    /// - Throws: `.notHTTP` at the first byte that differs from `HTTP/`.
    package mutating func parse(_ input: Span<UInt8>) throws(HTTPParseError) -> HTTPParseResult<HTTPResponseHead> {
        if startLine == nil {
            guard HTTPVersion.isPrefix(input) else { throw .notHTTP }
            guard let line = try lines.next(in: input) else { return .needMore }
            startLine = try StartLine(parsing: input.extracting(line))
        }
        guard let startLine, try lines.readFields(from: input, into: &fields) else { return .needMore }
        let head = HTTPResponseHead(
            status: startLine.status, parsedReason: startLine.reason, version: startLine.version, fields: fields)
        let consumedBytes = lines.lineStart
        self = Self(limits: limits)
        return .complete(head, consumedBytes: consumedBytes)
    }

    private struct StartLine {
        let version: HTTPVersion
        let status: Int
        let reason: String

        /// `HTTP/1.1 200 OK`; the phrase and, as many servers have it, the space before an empty one may be missing.
        init(parsing line: Span<UInt8>) throws(HTTPParseError) {
            guard line.count >= 12, let version = try HTTPVersion(parsing: line.extracting(0..<8)),
                line[8] == HTTPByte.space, line.count == 12 || line[12] == HTTPByte.space
            else { throw .badStatusLine }
            var status = 0
            for index in 9..<12 {
                guard HTTPByte.isDigit(line[index]) else { throw .badStatusLine }
                status = status * 10 + Int(line[index] - UInt8(ascii: "0"))
            }
            guard status >= 100 else { throw .badStatusLine }
            let reasonStart = min(13, line.count)
            for index in reasonStart..<line.count where !HTTPByte.isFieldValue(line[index]) { throw .badStatusLine }
            self.version = version
            self.status = status
            reason = String(peerBytes: line.extracting(reasonStart...))
        }
    }
}
