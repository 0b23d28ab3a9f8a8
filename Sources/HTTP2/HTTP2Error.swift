import CNGHTTP2

/// Why there is no answer over HTTP/2.
package enum HTTP2Error: Error, Hashable, Sendable, CustomStringConvertible {
    /// A method, authority or path no peer could read.
    case invalidRequest
    /// What the peer sent is not HTTP/2, most often HTTP/1.1.
    case notHTTP2
    /// The peer broke the protocol; how, in nghttp2's words of at most 200 bytes, which may quote the peer.
    case malformed(String)
    case headTooLarge
    case bodyTooLarge
    /// More frames that bring nothing than any answer needs: pings, settings, empty data, interim answers.
    case flooded
    /// The peer gave the request up (RST_STREAM) with this error code (RFC 9113 section 7).
    case reset(code: UInt32)
    /// The peer gave the connection up (GOAWAY) with this error code.
    case goneAway(code: UInt32)
    /// The connection ended in the middle of the answer.
    case truncated
    /// nghttp2 itself failed, for lack of memory.
    case library(String)

    package var description: String {
        switch self {
        case .invalidRequest: "request cannot be sent"
        case .notHTTP2: "peer does not speak HTTP/2"
        case .malformed(let reason): reason
        case .headTooLarge: "header fields are too large"
        case .bodyTooLarge: "body is too large"
        case .flooded: "too many frames that bring no answer"
        case .reset(let code): "peer reset the stream: \(Self.word(code))"
        case .goneAway(let code): "peer closes the connection: \(Self.word(code))"
        case .truncated: "connection closed in the middle of the answer"
        case .library(let reason): "nghttp2: \(reason)"
        }
    }

    /// As the RFC spells it: `REFUSED_STREAM`.
    static func word(_ code: UInt32) -> String {
        unsafe String(cString: nghttp2_http2_strerror(code))
    }

    /// The meaning of an error number of nghttp2's.
    init(library code: Int32, reason: String? = nil) {
        let words = reason ?? (unsafe String(cString: nghttp2_strerror(code)))
        self =
            switch code {
            case NGHTTP2_ERR_SETTINGS_EXPECTED.rawValue: .notHTTP2
            case NGHTTP2_ERR_FLOODED.rawValue, NGHTTP2_ERR_TOO_MANY_SETTINGS.rawValue: .flooded
            // NGHTTP2_ERR_TOO_MANY_CONTINUATIONS, which older headers lack.
            case -905: .flooded
            case NGHTTP2_ERR_NOMEM.rawValue: .library(words)
            default: .malformed(String(decoding: words.utf8.prefix(200), as: UTF8.self))
            }
    }
}
