/// How the end of a body is known (RFC 9112 section 6.3).
package enum HTTPBodyFraming: Hashable, Sendable {
    case none
    /// In bytes.
    case contentLength(Int)
    case chunked
    /// Responses only.
    case untilClose
}

extension HTTPRequestHead {
    /// Framing of the body that follows this head.
    /// - Throws: `.badContentLength`, `.badTransferEncoding`, `.conflictingFraming`, `.unsupportedTransferCoding`.
    package func bodyFraming() throws(HTTPParseError) -> HTTPBodyFraming {
        guard fields.first("transfer-encoding") != nil else {
            return try fields.contentLength().map { .contentLength($0) } ?? .none
        }
        guard fields.first("content-length") == nil else { throw .conflictingFraming }
        let codings = try fields.transferCodings()
        guard version == .http11, codings.isChunked else { throw .badTransferEncoding }
        guard codings.others.isEmpty else { throw .unsupportedTransferCoding }
        return .chunked
    }
}

extension HTTPResponseHead {
    /// Framing of the body that follows this head.
    ///
    /// Transfer-Encoding beside Content-Length overrides it; `keepAlive` is then `false`.
    /// - Parameter method: Of the request: a response to HEAD, or to CONNECT that succeeded, has no body.
    /// - Throws: `.badContentLength`, `.badTransferEncoding`, `.unsupportedTransferCoding`.
    package func bodyFraming(forRequestMethod method: String) throws(HTTPParseError) -> HTTPBodyFraming {
        if method == "HEAD" || status < 200 || status == 204 || status == 304 { return .none }
        if method == "CONNECT", status < 300 { return .none }
        guard fields.first("transfer-encoding") != nil else {
            return try fields.contentLength().map { .contentLength($0) } ?? .untilClose
        }
        let codings = try fields.transferCodings()
        // RFC 2616's name for no coding at all.
        guard codings.others.allSatisfy({ HTTPByte.areEqualIgnoringCase($0, "identity") }) else {
            throw .unsupportedTransferCoding
        }
        return codings.isChunked ? .chunked : .untilClose
    }
}

extension HTTPFields {
    /// The one length all Content-Length members agree on; `nil` without the field.
    fileprivate func contentLength() throws(HTTPParseError) -> Int? {
        var length: Int?
        for value in all("content-length") {
            for member in value.utf8.split(separator: HTTPByte.comma, omittingEmptySubsequences: false) {
                let member = Self.trimmed(Substring(member)).utf8
                // `Int.init` would take a sign.
                guard member.allSatisfy(HTTPByte.isDigit), let number = Int(Substring(member)), length ?? number == number else {
                    throw .badContentLength
                }
                length = number
            }
        }
        return length
    }

    /// Whether `chunked` is the last transfer coding, and the codings before it.
    fileprivate func transferCodings() throws(HTTPParseError) -> (isChunked: Bool, others: [Substring]) {
        let codings = members("transfer-encoding")
        let others = codings.filter { !HTTPByte.areEqualIgnoringCase($0, "chunked") }
        guard let last = codings.last, codings.count - others.count <= 1 else { throw .badTransferEncoding }
        return (HTTPByte.areEqualIgnoringCase(last, "chunked"), others)
    }
}
