/// Why bytes are not an HTTP/1 message we take.
package enum HTTPParseError: Error, Hashable, Sendable, CaseIterable {
    /// The first bytes cannot begin an HTTP/1 message: TLS, an SSH banner, Noise frames, a captive box's own tongue.
    case notHTTP
    case badRequestLine
    case badStatusLine
    /// Line ended by LF without CR where that is not tolerated.
    case bareLineFeed
    /// No colon, whitespace before it, a folded line, or a control byte (NUL, bare CR) within.
    case badFieldLine
    /// Major version other than 1.
    case unsupportedVersion
    /// Request line alone past the head's limit.
    case targetTooLong
    case headTooLarge
    case tooManyFields
    /// HTTP/1.1 request without Host.
    case missingHost
    case duplicateHost
    case badHost
    /// Not a number, too large a number, or several different ones.
    case badContentLength
    /// `chunked` absent from the last place, repeated, with parameters, or sent by HTTP/1.0.
    case badTransferEncoding
    /// Transfer-Encoding and Content-Length in one request.
    case conflictingFraming
    /// Transfer coding other than `chunked`.
    case unsupportedTransferCoding
    /// Chunk size, or the line end after it or after the chunk's data, is wrong.
    case badChunk
    /// Chunk extensions or the trailer section past the allowance.
    case chunkOverheadTooLarge
    case bodyTooLarge
    /// Stream ended within a message.
    case truncated
    /// Target neither a path, an absolute URL nor `*`, or its escapes do not decode to UTF-8.
    case badTarget
    case tooManyQueryItems

    /// Status a server answers with before it closes the connection.
    package var status: Int {
        switch self {
        case .notHTTP, .badRequestLine, .badStatusLine, .bareLineFeed, .badFieldLine, .missingHost, .duplicateHost, .badHost,
            .badContentLength, .badTransferEncoding, .conflictingFraming, .badChunk, .truncated, .badTarget, .tooManyQueryItems:
            400
        case .bodyTooLarge: 413
        case .targetTooLong: 414
        case .headTooLarge, .tooManyFields, .chunkOverheadTooLarge: 431
        case .unsupportedTransferCoding: 501
        case .unsupportedVersion: 505
        }
    }
}
