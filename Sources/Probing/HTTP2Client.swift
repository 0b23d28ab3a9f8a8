package import HTTP2
package import Posix

/// One request and its answer over HTTP/2 on an open connection.
package struct HTTP2Exchange: Sendable {
    package var response: HTTP2Response
    /// When the answer's first frame came.
    package var arrival: Deadline
}

/// Asks over HTTP/2, once per connection.
package enum HTTP2Client {
    /// The name under which TLS agrees on HTTP/2 (ALPN); `outcome.tls` tells whether it did.
    package static let alpn = "h2"

    /// Sends a request, its preface included, and reads the whole answer: the phases `request`, `firstByte` and `transfer`.
    ///
    /// Over TLS the caller has made sure that ``alpn`` was agreed on; without TLS the peer must expect HTTP/2 (RFC 9113 section
    /// 3.3).
    /// - Throws: `.httpNotHTTP`, `.httpMalformed`, `.httpTooLarge` (limits, floods), `.httpTruncated` (the peer gave request or
    ///   connection up), `.httpTimeout`, or what became of the connection.
    package static func exchange(
        _ request: HTTP2Request, over stream: borrowing some ByteStream & ~Copyable, peer: SocketAddress,
        limits: HTTP2Limits = HTTP2Limits(), into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> HTTP2Exchange {
        var start = Deadline.now
        var phase = Phase.request
        var arrival: Deadline?
        var session = try begin(request, limits, with: peer)
        var received: [UInt8] = []
        while true {
            while case let bytes = try output(of: &session, for: peer), !bytes.isEmpty {
                do throws(SocketError) { try await stream.write(bytes, until: deadline) } catch {
                    throw ProbeFailure(error, during: phase, with: peer)
                }
            }
            if phase == .request, session.isRequestSent {
                outcome.finish(.request, since: &start)
                phase = .firstByte
            }

            received.removeAll(keepingCapacity: true)
            let count: Int
            do throws(SocketError) { count = try await stream.read(into: &received, until: deadline) } catch {
                throw ProbeFailure(error, during: phase, with: peer)
            }
            guard count > 0 else { throw ProbeFailure(session.endOfStream(), from: peer) }
            do throws(HTTP2Error) { try session.receive(received.span) } catch { throw ProbeFailure(error, from: peer) }

            if arrival == nil, session.hasAnswerBegun {
                // An answer may come before the whole request is sent.
                outcome.finish(phase, since: &start)
                arrival = start
                phase = .transfer
            }
            if let response = session.response {
                outcome.finish(.transfer, since: &start)
                return HTTP2Exchange(response: response, arrival: arrival ?? start)
            }
        }
    }

    private static func begin(
        _ request: HTTP2Request, _ limits: HTTP2Limits, with peer: SocketAddress
    ) throws(ProbeFailure) -> HTTP2Session {
        do throws(HTTP2Error) { return try HTTP2Session(request, limits: limits) } catch {
            throw ProbeFailure(error, from: peer)
        }
    }

    private static func output(of session: inout HTTP2Session, for peer: SocketAddress) throws(ProbeFailure) -> [UInt8] {
        do throws(HTTP2Error) { return try session.takeOutput() } catch { throw ProbeFailure(error, from: peer) }
    }
}

extension ProbeFailure {
    init(_ error: HTTP2Error, from peer: SocketAddress) {
        let reason: FailureReason =
            switch error {
            case .notHTTP2: .httpNotHTTP
            case .malformed: .httpMalformed
            case .headTooLarge, .bodyTooLarge, .flooded: .httpTooLarge
            case .truncated, .reset, .goneAway: .httpTruncated
            case .library: .localResources
            case .invalidRequest: .other
            }
        self.init(reason, "HTTP/2 with \(peer): \(error)")
    }
}
