import Posix
import Wire

/// One request and its answer on an open connection, in HTTP/1.1.
struct HTTPExchange {
    let head: HTTPResponseHead
    /// When the answer's first byte came.
    let arrival: Deadline
    /// What came of the body along with the head, as it came.
    private var received: [UInt8]
    private let peer: SocketAddress
    private let limits: HTTPLimits

    /// More interim answers (1xx) than any server has reason to send.
    private static let mostInterim = 16
    /// After so many reads without a pause it is somebody else's turn.
    private static let readsPerTurn = 32

    /// Sends a request, which is whole, and reads the head of the answer: the phases `request` and `firstByte`.
    static func send(
        _ request: [UInt8], over stream: borrowing some ByteStream & ~Copyable, peer: SocketAddress, limits: HTTPLimits,
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> HTTPExchange {
        var start = Deadline.now
        do throws(SocketError) {
            try await stream.write(request, until: deadline)
        } catch {
            throw ProbeFailure(error, during: .request, with: peer)
        }
        outcome.finish(.request, since: &start)

        var received: [UInt8] = []
        guard try await read(into: &received, from: stream, peer, .firstByte, until: deadline) > 0 else {
            throw ProbeFailure(.httpTruncated, "\(peer) closed the connection instead of answering")
        }
        outcome.finish(.firstByte, since: &start)
        let head = try await finalHead(&received, from: stream, peer, limits, until: deadline)
        return HTTPExchange(head: head, arrival: start, received: received, peer: peer, limits: limits)
    }

    /// Reads the body of the answer; what came before a failure is in `body`.
    /// - Parameter method: the request's.
    mutating func readBody(
        answering method: String, from stream: borrowing some ByteStream & ~Copyable, into body: inout HTTPBody,
        until deadline: Deadline
    ) async throws(ProbeFailure) {
        var reads = 0
        do {
            var decoder = try BodyDecoder(framing: head.bodyFraming(forRequestMethod: method), limits: limits)
            while !decoder.isComplete {
                defer { body.settle() }
                _ = try decoder.decode(received.span, into: &body.bytes)
                received.removeAll(keepingCapacity: true)
                if decoder.isComplete { break }
                if try await Self.read(into: &received, from: stream, peer, .transfer, until: deadline) == 0 {
                    try decoder.finish()
                    break
                }
                reads += 1
                if reads % Self.readsPerTurn == 0 { await Task.yield() }
            }
        } catch let error as HTTPParseError {
            throw ProbeFailure(error, from: peer)
        } catch let error as ProbeFailure {
            throw error
        } catch {
            throw ProbeFailure(.other, "\(peer): \(error)")
        }
    }

    private static func finalHead(
        _ received: inout [UInt8], from stream: borrowing some ByteStream & ~Copyable, _ peer: SocketAddress,
        _ limits: HTTPLimits, until deadline: Deadline
    ) async throws(ProbeFailure) -> HTTPResponseHead {
        var parser = HTTPResponseParser(limits: limits)
        var interim = 0
        while true {
            let result: HTTPParseResult<HTTPResponseHead>
            do throws(HTTPParseError) {
                result = try parser.parse(received.span)
            } catch {
                throw ProbeFailure(error, from: peer)
            }
            switch result {
            case .complete(let head, let consumed):
                received.removeFirst(consumed)
                // 101 is the last of HTTP on a connection, for those who asked for it.
                if head.status >= 200 || head.status == 101 { return head }
                interim += 1
                guard interim <= mostInterim else { throw ProbeFailure(.badStatusLine, from: peer) }
            case .needMore:
                if try await read(into: &received, from: stream, peer, .transfer, until: deadline) == 0 {
                    throw ProbeFailure(.truncated, from: peer)
                }
            }
        }
    }

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
