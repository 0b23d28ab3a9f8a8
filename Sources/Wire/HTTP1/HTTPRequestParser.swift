/// Parser of request heads for a server, one after the other on a connection.
///
/// Strict, since whoever stands before us may read the same bytes differently (RFC 9112 section 11.2): lines end in CRLF, one
/// space parts the request line, nothing is repaired. Empty lines before the request line are skipped (section 2.2). A head it
/// returns has passed the checks on Host and on the body's framing too.
package struct HTTPRequestParser: Sendable {
    private let limits: HTTPLimits
    private var lines: HTTPHeadLines
    private var startLine: StartLine?
    private var fields = HTTPFields()

    /// Parser for one connection.
    package init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        lines = HTTPHeadLines(limits: limits, toleratesBareLineFeed: false)
    }

    /// Takes the connection's bytes from the head's first on, as many as there are.
    ///
    /// It remembers how far it got: after `.needMore` give it the same bytes with more behind them. After `.complete` it
    /// is ready for the next head. After an error the connection has no next request.
    package mutating func parse(_ input: Span<UInt8>) throws(HTTPParseError) -> HTTPParseResult<HTTPRequestHead> {
        while startLine == nil {
            guard let line = try nextStartLine(in: input) else { return .needMore }
            if !line.isEmpty { startLine = try StartLine(parsing: input.extracting(line)) }
        }
        guard let startLine, try lines.readFields(from: input, into: &fields) else { return .needMore }
        let head = HTTPRequestHead(
            parsedMethod: startLine.method, target: startLine.target, version: startLine.version, fields: fields)
        try head.checkHost()
        _ = try head.bodyFraming()
        let consumedBytes = lines.lineStart
        self = Self(limits: limits)
        return .complete(head, consumedBytes: consumedBytes)
    }

    private mutating func nextStartLine(in input: Span<UInt8>) throws(HTTPParseError) -> Range<Int>? {
        if lines.lineStart < input.count {
            let first = input[lines.lineStart]
            let mayBegin = HTTPByte.isToken(first) || first == HTTPByte.carriageReturn || first == HTTPByte.lineFeed
            guard mayBegin else { throw .notHTTP }
        }
        do {
            return try lines.next(in: input)
        } catch {
            throw error == .headTooLarge ? .targetTooLong : error
        }
    }

    private struct StartLine {
        let method: String
        let target: String
        let version: HTTPVersion

        init(parsing line: Span<UInt8>) throws(HTTPParseError) {
            var methodEnd = 0
            while methodEnd < line.count, HTTPByte.isToken(line[methodEnd]) { methodEnd += 1 }
            guard methodEnd > 0, methodEnd < line.count, line[methodEnd] == HTTPByte.space else { throw .badRequestLine }
            let targetStart = methodEnd + 1
            var targetEnd = targetStart
            while targetEnd < line.count, HTTPByte.isTarget(line[targetEnd]) { targetEnd += 1 }
            guard targetEnd > targetStart, targetEnd < line.count, line[targetEnd] == HTTPByte.space,
                let version = try HTTPVersion(parsing: line.extracting((targetEnd + 1)...))
            else { throw .badRequestLine }
            method = String(peerBytes: line.extracting(0..<methodEnd))
            target = String(peerBytes: line.extracting(targetStart..<targetEnd))
            self.version = version
        }
    }
}

extension HTTPRequestHead {
    /// RFC 9112 section 3.2: exactly one Host in HTTP/1.1, and a host in it, or nothing at all.
    fileprivate func checkHost() throws(HTTPParseError) {
        let hosts = fields.all("host")
        guard hosts.count <= 1 else { throw .duplicateHost }
        guard let host = hosts.first else {
            if version == .http11 { throw .missingHost }
            return
        }
        guard host.isEmpty || HTTPAuthority(host) != nil else { throw .badHost }
    }
}
