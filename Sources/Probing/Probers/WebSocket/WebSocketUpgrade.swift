package import Posix
import TLS
package import Wire

extension ProbeEnvironment {
    /// Connects to a target and turns the connection into a WebSocket: the phases up to `firstByte`.
    ///
    /// The outcome's finding tells the HTTP status also when it is not 101.
    /// - Parameter http: the opening request's header lines, authorization and TLS.
    package func openWebSocket(
        at url: HTTPURL, for target: Target, over family: AddressFamily?, http: HTTPSettings, offering subprotocols: [String] = [],
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> WebSocketChannel {
        let opening: WebSocketOpening
        do throws(CryptoError) {
            opening = try WebSocketOpening(offering: subprotocols)
        } catch {
            throw ProbeFailure(.localResources, "no key for the WebSocket: \(error)")
        }
        let request = try head(of: opening, at: url, http)
        outcome.updateWebSocket { _ in }
        let socket = try await dial(target, over: family, into: &outcome, until: deadline)
        var stream = PeerStream.plain(socket)
        if url.scheme == .https {
            let host = http.fields.first("host").flatMap { try? HTTPURL(parsing: "https://\($0)/").host } ?? url.host
            stream = try await secured(
                stream, for: host, peer: "\(outcome.peer)", settings: http.tls, into: &outcome, until: deadline)
        }
        let received = try await open(opening, request, over: stream, into: &outcome, until: deadline)
        return WebSocketChannel(
            over: stream, as: .client, received: received, messageLimitBytes: Dialogue.hearingLimitBytes)
    }
}

extension ProbeEnvironment {
    private func head(
        of opening: WebSocketOpening, at url: HTTPURL, _ http: HTTPSettings
    ) throws(ProbeFailure) -> HTTPRequestHead {
        var fields = http.fields
        for line in opening.fields.lines { fields.append(line.name, line.value) }
        if fields.first("user-agent") == nil { fields.append("User-Agent", HTTPProber.userAgent) }
        guard let head = HTTPRequestHead(method: "GET", url: url, fields: fields) else {
            throw ProbeFailure(.other, "\(url) makes no request")
        }
        return head
    }

    /// Sends the request and judges the answer: the phases `request` and `firstByte`.
    /// - Returns: what came after the answer already.
    private func open(
        _ opening: WebSocketOpening, _ request: HTTPRequestHead, over stream: borrowing PeerStream,
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> [UInt8] {
        let peer = outcome.peer
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
        let answer = try await finalHead(&received, over: stream, from: peer, until: deadline)
        outcome.finish(.firstByte, since: &start)
        outcome.updateWebSocket { $0.status = answer.status }
        do throws(WebSocketOpening.Refusal) {
            try opening.judge(answer)
        } catch {
            throw ProbeFailure(error, of: peer)
        }
        outcome.updateWebSocket { $0.isUpgraded = true }
        note(.debug, "Upgraded to WebSocket", ["address": "\(peer)"])
        return received
    }

    /// Takes the first head that is final, as 101 is here, off what the peer sends.
    private func finalHead(
        _ received: inout [UInt8], over stream: borrowing PeerStream, from peer: SocketAddress, until deadline: Deadline
    ) async throws(ProbeFailure) -> HTTPResponseHead {
        var parser = HTTPResponseParser()
        // More interim answers than any server has reason to send.
        var patience = 16
        while true {
            do throws(HTTPParseError) {
                while case .complete(let head, let consumed) = try parser.parse(received.span) {
                    received.removeFirst(consumed)
                    if head.status == 101 || head.status >= 200 { return head }
                    patience -= 1
                    guard patience > 0 else { throw .badStatusLine }
                }
            } catch {
                throw ProbeFailure(error, from: peer)
            }
            do throws(SocketError) {
                guard try await stream.read(into: &received, until: deadline) == 0 else { continue }
            } catch {
                throw ProbeFailure(error, during: .firstByte, with: peer)
            }
            throw ProbeFailure(.httpTruncated, "\(peer) closed the connection instead of answering")
        }
    }
}

extension ProbeFailure {
    fileprivate init(_ refusal: WebSocketOpening.Refusal, of peer: SocketAddress) {
        let what =
            switch refusal {
            case .status(let status): "answered with status \(status)"
            case .notUpgraded: "answered with status 101 and no upgrade"
            case .wrongProof: "did not prove that it understood"
            case .notOffered(let what): "chose \(what), which was not offered"
            }
        self.init(.webSocketNotUpgraded, "\(peer) \(what)")
    }
}
