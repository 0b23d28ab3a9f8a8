import Posix
import Wire

/// One request and its answer on an open connection.
struct HTTPExchange {
    var head: HTTPResponseHead
    var body: [UInt8]
    /// When the answer's first byte came.
    var arrival: Deadline

    private static let limits = HTTPLimits()
    /// More interim answers (1xx) than any server has reason to send.
    private static let mostInterim = 16

    /// Sends a request and reads the answer: the phases `request`, `firstByte` and `transfer`.
    static func send(
        _ request: HTTPRequestHead, over stream: borrowing some ByteStream & ~Copyable, peer: SocketAddress,
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> HTTPExchange {
        var start = Deadline.now
        var bytes: [UInt8] = []
        request.serialize(into: &bytes)
        do throws(SocketError) {
            try await stream.write(bytes, until: deadline)
        } catch {
            throw ProbeFailure(error, during: .request, with: peer)
        }
        outcome.finish(.request, since: &start)

        var received: [UInt8] = []
        try await read(into: &received, from: stream, peer, .firstByte, until: deadline)
        guard !received.isEmpty else { throw ProbeFailure(.httpTruncated, "\(peer) closed the connection instead of answering") }
        outcome.finish(.firstByte, since: &start)

        do {
            let exchange = try await receive(request, &received, arrival: start, from: stream, peer, until: deadline)
            outcome.finish(.transfer, since: &start)
            return exchange
        } catch let error as HTTPParseError {
            throw ProbeFailure(error, from: peer)
        } catch let error as ProbeFailure {
            throw error
        } catch {
            throw ProbeFailure(.other, "\(peer): \(error)")
        }
    }

    private static func receive(
        _ request: HTTPRequestHead, _ received: inout [UInt8], arrival: Deadline,
        from stream: borrowing some ByteStream & ~Copyable, _ peer: SocketAddress, until deadline: Deadline
    ) async throws -> HTTPExchange {
        var parser = HTTPResponseParser(limits: limits)
        var head: HTTPResponseHead?
        var interim = 0
        while head == nil {
            switch try parser.parse(received.span) {
            case .complete(let final, let consumed) where final.status >= 200:
                received.removeFirst(consumed)
                head = final
            case .complete(_, let consumed):
                interim += 1
                guard interim <= mostInterim else { throw HTTPParseError.badStatusLine }
                received.removeFirst(consumed)
            case .needMore:
                if try await read(into: &received, from: stream, peer, .transfer, until: deadline) == 0 {
                    throw HTTPParseError.truncated
                }
            }
        }
        guard let head else { throw HTTPParseError.truncated }
        var decoder = try BodyDecoder(framing: head.bodyFraming(forRequestMethod: request.method), limits: limits)
        var body: [UInt8] = []
        while !decoder.isComplete {
            _ = try decoder.decode(received.span, into: &body)
            received.removeAll(keepingCapacity: true)
            if decoder.isComplete { break }
            if try await read(into: &received, from: stream, peer, .transfer, until: deadline) == 0 {
                try decoder.finish()
                break
            }
        }
        return HTTPExchange(head: head, body: body, arrival: arrival)
    }

    @discardableResult
    private static func read(
        into buffer: inout [UInt8], from stream: borrowing some ByteStream & ~Copyable, _ peer: SocketAddress, _ phase: Phase,
        until deadline: Deadline
    ) async throws(ProbeFailure) -> Int {
        do throws(SocketError) {
            return try await stream.read(into: &buffer, until: deadline)
        } catch {
            throw ProbeFailure(error, during: phase, with: peer)
        }
    }
}

extension ProbeFailure {
    init(_ error: HTTPParseError, from peer: SocketAddress) {
        let reason: FailureReason =
            switch error {
            case .notHTTP: .httpNotHTTP
            case .truncated: .httpTruncated
            case .headTooLarge, .tooManyFields, .chunkOverheadTooLarge, .bodyTooLarge: .httpTooLarge
            default: .httpMalformed
            }
        self.init(reason, "\(peer) sent an answer we cannot read: \(error)")
    }
}
