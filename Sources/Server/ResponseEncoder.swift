import Compression
import Posix
import Synchronization
import Wire

/// Writer of whole responses, with the fields that are the server's own.
final class ResponseEncoder: Sendable {
    private struct State: ~Copyable {
        /// Made when first needed: its 256 KB serve all connections.
        var gzip: GzipEncoder?
        var date = ""
        var dateUnixSeconds = Int64.min
        /// What was last asked for, and whether it means gzip.
        var acceptEncoding: (field: String?, takesGzip: Bool) = (nil, AcceptHeader.acceptsGzip(nil))
    }

    /// Smaller bodies fit one packet either way.
    static let minGzipBytes = 1024

    private let state = Mutex(State())

    /// Longer bodies are sent from where they are.
    private static let mostCopiedBytes = 16 << 10

    /// The response's bytes in one or two parts, the second empty for most.
    /// - Parameter request: what it answers; `nil` when that could not be read.
    func encode(
        _ response: consuming Response, to request: HTTPRequestHead?, keepAlive: Bool
    ) -> (first: [UInt8], rest: [UInt8]) {
        var response = response
        let mayVary = response.isCompressible && response.body.count >= Self.minGzipBytes
        if mayVary {
            response.fields.append("Vary", "Accept-Encoding")
            if takesGzip(request?.fields.joined("accept-encoding")), let body = gzip(response.body) {
                response.fields.append("Content-Encoding", "gzip")
                response.body = body
            }
        }
        // RFC 9110 section 8.6: no length beside 204, and beside 304 it would be that of the 200 response.
        let hasBody = response.status >= 200 && response.status != 204 && response.status != 304
        if hasBody { response.fields.append("Content-Length", String(response.body.count)) }
        response.fields.append("Date", date())
        response.fields.append("X-Content-Type-Options", "nosniff")
        if !keepAlive {
            response.fields.append("Connection", "close")
        } else if request?.version == .http10 {
            response.fields.append("Connection", "keep-alive")
        }
        let body = hasBody && request?.method != "HEAD" ? response.body : []
        let isCopied = body.count <= Self.mostCopiedBytes
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 + (isCopied ? body.count : 0))
        HTTPResponseHead(status: response.status, fields: response.fields).serialize(into: &bytes)
        if isCopied { bytes += body }
        return (bytes, isCopied ? [] : body)
    }

    /// `nil` when zlib cannot have the memory: the body then goes out as it is.
    private func gzip(_ body: [UInt8]) -> [UInt8]? {
        state.withLock { state in
            if state.gzip == nil { state.gzip = try? GzipEncoder() }
            return state.gzip?.encode(body.span)
        }
    }

    /// Kept for the next answer: scrapers ask for the same each time.
    private func takesGzip(_ field: String?) -> Bool {
        state.withLock { state in
            if state.acceptEncoding.field != field { state.acceptEncoding = (field, AcceptHeader.acceptsGzip(field)) }
            return state.acceptEncoding.takesGzip
        }
    }

    private func date() -> String {
        let now = Int64(unixTimeNow())
        return state.withLock { state in
            if state.dateUnixSeconds != now {
                state.date = HTTPDate.format(unixSeconds: now)
                state.dateUnixSeconds = now
            }
            return state.date
        }
    }
}
