package import Posix
import TLS
package import Wire

extension ProbeEnvironment {
    /// Connects to a target and turns the connection into a WebSocket: the phases up to `firstByte`.
    ///
    /// The outcome's finding tells the HTTP status also when it is not 101.
    /// - Parameter http: the opening request's header lines, authorization and TLS.
    package func openWebSocket(
        at url: HTTPURL, for target: Target, over family: AddressFamily?, http: HTTPSettings,
        offering subprotocols: [String] = [], into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> WebSocketChannel {
        let opening: WebSocketOpening
        do throws(CryptoError) {
            opening = try WebSocketOpening(offering: subprotocols)
        } catch {
            throw ProbeFailure(.localResources, "no key for the WebSocket: \(error)")
        }
        var settings = http
        (settings.method, settings.body) = ("GET", [])
        for line in opening.fields.lines { settings.fields.append(line.name, line.value) }
        let authorization = try await http.authorization?.field(in: self, until: deadline)
        let request = HTTPRequest(url, settings)
        let bytes = try request.serialized(url.target, try request.fields(authorization: authorization))

        outcome.updateWebSocket { _ in }
        var way = HTTPWay(settings: settings, environment: self, family: family, deadline: deadline)
        let socket = try await way.open(to: url.tunnelled, target, into: &outcome)
        let peer = way.peer ?? outcome.peer
        let stream: PeerStream
        switch url.scheme {
        case .http: stream = .plain(socket)
        case .https:
            stream = .secured(
                try await secure(
                    socket, for: request.tls.serverName, peer: peer, settings: request.tls.settings, offering: ["http/1.1"],
                    into: &outcome, until: deadline))
        }
        let received: [UInt8]
        do throws(ProbeFailure) {
            received = try await open(opening, bytes, over: stream, from: peer, into: &outcome, until: deadline)
        } catch {
            if case .webSocket(let finding) = outcome.finding, finding.status == 401 { http.authorization?.forget() }
            throw error
        }
        return WebSocketChannel(over: stream, as: .client, received: received, limitBytes: Dialogue.hearingLimitBytes)
    }

    /// Sends the request and judges the answer: the phases `request` and `firstByte`.
    /// - Returns: what came after the answer already.
    private func open(
        _ opening: WebSocketOpening, _ request: [UInt8], over stream: borrowing PeerStream, from peer: SocketAddress,
        into outcome: inout ProbeOutcome, until deadline: Deadline
    ) async throws(ProbeFailure) -> [UInt8] {
        var start = Deadline.now
        do throws(SocketError) {
            try await stream.write(request, until: deadline)
        } catch {
            throw ProbeFailure(error, during: .request, with: peer)
        }
        outcome.finish(.request, since: &start)
        var received: [UInt8] = []
        let answer = try await finalHead(&received, over: stream, from: peer, until: deadline)
        outcome.finish(.firstByte, since: &start)
        outcome.updateWebSocket { $0.status = answer.status }
        note(.debug, "Received HTTP response", ["status_code": "\(answer.status)"])
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

extension HTTPURL {
    /// The same place by https: a WebSocket goes through a proxy by a tunnel, under TLS or not (RFC 6455 section 4.1).
    fileprivate var tunnelled: HTTPURL {
        (try? HTTPURL(parsing: "https://\(authority)\(target)")) ?? self
    }
}
