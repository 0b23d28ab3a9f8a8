import Posix
import Wire

/// The bytes of a connection that are not used up yet, and how far the next head has been read.
struct RequestInput {
    private var bytes: [UInt8] = []
    private var start = 0
    private var parser: HTTPRequestParser
    private var isMidHead = false
    /// The last head, and its bytes: a scraper sends the same each time, and what they mean need not be found out again.
    private var last: (bytes: [UInt8], head: DecodedHead)?

    /// Longer heads are not remembered: an idle connection should keep little.
    private static let mostRememberedBytes = 1024

    /// A request's head, with its target taken apart.
    struct DecodedHead {
        let head: HTTPRequestHead
        let target: HTTPRequestTarget
    }

    init(limits: HTTPLimits) {
        parser = HTTPRequestParser(limits: limits)
    }

    var isEmpty: Bool { start == bytes.count }

    /// Takes the next head out; `nil` when it has not wholly arrived.
    mutating func nextHead() throws(HTTPParseError) -> DecodedHead? {
        if !isMidHead, let last, bytes[start...].starts(with: last.bytes) {
            start += last.bytes.count
            return last.head
        }
        let bytes = bytes
        switch try parser.parse(bytes.span.extracting(start...)) {
        case .needMore:
            isMidHead = true
            return nil
        case .complete(let head, let consumedBytes):
            isMidHead = false
            let decoded = DecodedHead(head: head, target: try HTTPRequestTarget(parsing: head.target))
            let end = start + consumedBytes
            last = consumedBytes <= Self.mostRememberedBytes ? (Array(bytes[start..<end]), decoded) : nil
            start = end
            return decoded
        }
    }

    /// Moves what has arrived of a body to `body`.
    mutating func takeBody(with decoder: inout BodyDecoder, into body: inout [UInt8]) throws(HTTPParseError) {
        start += try decoder.decode(bytes.span.extracting(start...), into: &body)
    }

    /// Waits for more bytes.
    /// - Returns: `false` at the end of the stream.
    mutating func receive<Stream: ByteStream & ~Copyable>(
        from stream: borrowing Stream, until deadline: Deadline
    ) async throws(SocketError) -> Bool {
        if isEmpty {
            // An idle connection keeps what one usual request needs, not what the largest needed.
            bytes.removeAll(keepingCapacity: bytes.capacity <= 4096)
        } else {
            bytes.removeFirst(start)
        }
        start = 0
        return try await stream.read(into: &bytes, until: deadline) > 0
    }
}
