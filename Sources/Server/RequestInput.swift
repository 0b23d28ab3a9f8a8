import Posix
import Wire

/// The bytes of a connection that are not used up yet, and how far the next head has been read.
struct RequestInput {
    private var bytes: [UInt8] = []
    private var start = 0
    private var parser: HTTPRequestParser

    init(limits: HTTPLimits) {
        parser = HTTPRequestParser(limits: limits)
    }

    var isEmpty: Bool { start == bytes.count }

    /// Takes the next head out; `nil` when it has not wholly arrived.
    mutating func nextHead() throws(HTTPParseError) -> HTTPRequestHead? {
        let bytes = bytes
        switch try parser.parse(bytes.span.extracting(start...)) {
        case .needMore: return nil
        case .complete(let head, let consumedBytes):
            start += consumedBytes
            return head
        }
    }

    /// Moves what has arrived of a body to `body`.
    mutating func takeBody(with decoder: inout BodyDecoder, into body: inout [UInt8]) throws(HTTPParseError) {
        start += try decoder.decode(bytes.span.extracting(start...), into: &body)
    }

    /// Waits for more bytes.
    /// - Returns: `false` at the end of the stream.
    mutating func receive(from socket: borrowing Socket, until deadline: Deadline) async throws(SocketError) -> Bool {
        if isEmpty {
            // An idle connection keeps what one usual request needs, not what the largest needed.
            bytes.removeAll(keepingCapacity: bytes.capacity <= 4096)
        } else {
            bytes.removeFirst(start)
        }
        start = 0
        return try await socket.read(into: &bytes, until: deadline) > 0
    }
}
