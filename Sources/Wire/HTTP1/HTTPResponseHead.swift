/// Status line and fields of a response (RFC 9112 section 4).
package struct HTTPResponseHead: Hashable, Sendable {
    /// 100...999.
    package let status: Int
    /// May be empty.
    package let reason: String
    /// Of the sender.
    package let version: HTTPVersion
    /// Field lines.
    package var fields: HTTPFields

    /// Head to send; a status outside 100...999 is taken to the nearer end, control bytes in `reason` become spaces.
    /// - Parameter reason: `nil` for the registered phrase.
    package init(status: Int, reason: String? = nil, version: HTTPVersion = .http11, fields: HTTPFields = [:]) {
        self.status = min(max(status, 100), 999)
        self.reason = HTTPFields.sanitized(reason ?? HTTPReasonPhrase.phrase(for: status))
        self.version = version
        self.fields = fields
    }

    init(status: Int, parsedReason reason: String, version: HTTPVersion, fields: HTTPFields) {
        self.status = status
        self.reason = reason
        self.version = version
        self.fields = fields
    }

    /// Whether the connection may carry another request once the body is read (RFC 9112 section 9.3).
    ///
    /// `false` too where the framing is doubtful (section 6.1). A body that ends with the connection is not seen from here.
    package var keepAlive: Bool {
        let isDoubtful =
            fields.first("transfer-encoding") != nil && (version == .http10 || fields.first("content-length") != nil)
        return !isDoubtful && fields.keepAlive(version: version)
    }

    /// Appends the head as sent, empty line included.
    package func serialize(into output: inout [UInt8]) {
        output.append(contentsOf: version.rawValue.utf8)
        output.append(HTTPByte.space)
        output.append(contentsOf: String(status).utf8)
        output.append(HTTPByte.space)
        output.append(contentsOf: reason.utf8)
        output.append(HTTPByte.carriageReturn)
        output.append(HTTPByte.lineFeed)
        fields.serialize(into: &output)
    }
}
