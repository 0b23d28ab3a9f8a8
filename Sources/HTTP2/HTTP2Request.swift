package import Wire

/// One request as HTTP/2 carries it (RFC 9113 section 8.3.1).
package struct HTTP2Request: Hashable, Sendable {
    package var method: String
    package var scheme: HTTPURL.Scheme
    /// Host, with the port unless it is the scheme's own.
    package var authority: String
    /// Path and query, beginning with `/`, or `*`.
    package var path: String
    /// Sent with names in lower case; those about the connection, and `Host`, are left out.
    package var fields: HTTPFields
    package var body: [UInt8]
    /// Whether a body's length is said beforehand (`content-length`).
    package var announcesLength: Bool

    package init(
        method: String = "GET", scheme: HTTPURL.Scheme, authority: String, path: String = "/", fields: HTTPFields = [:],
        body: [UInt8] = [], announcesLength: Bool = true
    ) {
        self.method = method
        self.scheme = scheme
        self.authority = authority
        self.path = path
        self.fields = fields
        self.body = body
        self.announcesLength = announcesLength
    }

    /// All names and values in the order sent; `nil` for a request no peer could read.
    func headerList() -> [(name: String, value: String)]? {
        let isSound = [method, authority, path].allSatisfy { text in
            !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        }
        guard isSound else { return nil }
        var list = [(":method", method), (":scheme", scheme.rawValue), (":authority", authority), (":path", path)]
        for line in fields.lines {
            let name = line.name.lowercased()
            guard !Self.isOfConnection(name, line.value) else { continue }
            list.append((name, line.value))
        }
        if announcesLength, !body.isEmpty, fields.first("content-length") == nil {
            list.append(("content-length", "\(body.count)"))
        }
        return list
    }

    /// Whether a field is forbidden in HTTP/2 (RFC 9113 section 8.2.2) or said by `:authority`.
    private static func isOfConnection(_ name: String, _ value: String) -> Bool {
        switch name {
        case "connection", "host", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade": true
        case "te": value != "trailers"
        default: false
        }
    }
}
