/// Request line and fields of a request (RFC 9112 section 3).
package struct HTTPRequestHead: Hashable, Sendable {
    /// Token, case regarded: `GET`.
    package let method: String
    /// As sent: path and query for most, an absolute URL to a proxy, `*` or an authority.
    package let target: String
    /// Of the sender.
    package let version: HTTPVersion
    /// Field lines.
    package var fields: HTTPFields

    /// Head to send; `nil` when `method` is not a token or `target` is empty or holds a space, control, non-ASCII byte or `#`.
    package init?(method: String, target: String, version: HTTPVersion = .http11, fields: HTTPFields = [:]) {
        guard !method.isEmpty, method.utf8.allSatisfy(HTTPByte.isToken), !target.isEmpty,
            target.utf8.allSatisfy(HTTPByte.isTarget)
        else { return nil }
        self.init(parsedMethod: method, target: target, version: version, fields: fields)
    }

    /// Head to send for a URL; a Host in `fields` stands, without one the URL's goes first. `nil` when `method` is not a token.
    package init?(method: String, url: HTTPURL, fields: HTTPFields = [:]) {
        var all: HTTPFields = fields.first("host") == nil ? ["Host": url.hostField] : [:]
        for line in fields.lines { all.append(parsed: line) }
        self.init(method: method, target: url.target, fields: all)
    }

    init(parsedMethod method: String, target: String, version: HTTPVersion, fields: HTTPFields) {
        self.method = method
        self.target = target
        self.version = version
        self.fields = fields
    }

    /// Whether the client means to send another request on this connection (RFC 9112 section 9.3).
    ///
    /// An HTTP/1.0 client has to be told `Connection: keep-alive` in the response.
    package var keepAlive: Bool { fields.keepAlive(version: version) }

    /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110 section 10.1.1).
    package var expectsContinue: Bool { version == .http11 && fields.contains("100-continue", in: "expect") }

    /// Appends the head as sent, empty line included.
    package func serialize(into output: inout [UInt8]) {
        output.append(contentsOf: method.utf8)
        output.append(HTTPByte.space)
        output.append(contentsOf: target.utf8)
        output.append(HTTPByte.space)
        output.append(contentsOf: version.rawValue.utf8)
        output.append(HTTPByte.carriageReturn)
        output.append(HTTPByte.lineFeed)
        fields.serialize(into: &output)
    }
}

extension HTTPFields {
    func keepAlive(version: HTTPVersion) -> Bool {
        if contains("close", in: "connection") { return false }
        return version == .http11 || contains("keep-alive", in: "connection")
    }
}
