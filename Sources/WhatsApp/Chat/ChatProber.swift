package import Posix
package import Probing
import TLS
package import Wire

/// Shakes hands with a chat server and verifies that it is WhatsApp's; stops before anything that looks like a login.
package struct ChatProber: Prober {
    /// The WebSocket that browsers reach the chat service by.
    package struct WebSocket: Sendable {
        package var url: HTTPURL
        /// The opening request's header lines, authorization and TLS.
        package var http: HTTPSettings
    }

    package let name = "whatsapp_chat"
    /// The key its certificates must chain to.
    package var rootKey: ChatRootKey
    /// What carries the handshake instead of a bare connection.
    package var webSocket: WebSocket?

    package init(rootKey: ChatRootKey = .whatsApp) {
        self.rootKey = rootKey
    }

    /// A handshake over a WebSocket; without an `Origin` among the header lines it comes from WhatsApp's own page.
    package init(rootKey: ChatRootKey = .whatsApp, webSocket url: HTTPURL, http: HTTPSettings) {
        self.rootKey = rootKey
        var http = http
        if http.fields.first("origin") == nil { http.fields.append("Origin", "https://web.whatsapp.com") }
        webSocket = WebSocket(url: url, http: http)
    }

    package var layers: [FailureLayer] {
        guard let webSocket else { return [.resolving, .connecting, .chat] }
        let tls: [FailureLayer] = webSocket.url.scheme == .https ? [.tls] : []
        return [.resolving, .permission, .connecting] + tls + [.http, .dialogue, .chat]
    }

    package var phases: [Phase] {
        guard let webSocket else { return [.resolve, .connect, .handshake] }
        return [.resolve, .connect] + (webSocket.url.scheme == .https ? [.tls] : []) + [.request, .firstByte, .handshake]
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            guard let webSocket else {
                let socket = try await environment.dial(target, over: family, into: &outcome, until: deadline)
                return try await prove(socket, in: environment, into: &outcome, until: deadline)
            }
            let channel = try await environment.openWebSocket(
                at: webSocket.url, for: target, over: family, http: webSocket.http, into: &outcome, until: deadline)
            let stream = WebSocketStream(over: channel)
            do throws(ProbeFailure) {
                try await prove(stream, in: environment, into: &outcome, until: deadline)
            } catch {
                if let violation = stream.violation { throw ProbeFailure(violation, of: "\(outcome.peer)") }
                throw error
            }
            await stream.close(until: deadline)
        }
    }

    /// Has the peer prove that it is WhatsApp: the phase `handshake`.
    private func prove(
        _ stream: borrowing some ByteStream & ~Copyable, in environment: ProbeEnvironment, into outcome: inout ProbeOutcome,
        until deadline: Deadline
    ) async throws(ProbeFailure) {
        let peer = outcome.peer
        var start = Deadline.now
        switch try await shakeHands(over: stream, with: peer, in: environment, until: deadline) {
        case .verified(let identity):
            outcome.finish(.handshake, since: &start)
            outcome.certificates = PresentedCertificate.of(identity)
            outcome.detail = "verified, certificate \(identity.leaf.serial)"
            environment.note(.debug, "Handshake verified", ["certificate": "\(identity.leaf.serial)"])
        case .rejected(let error, let identity):
            outcome.certificates = identity.map(PresentedCertificate.of) ?? []
            throw ProbeFailure(error, from: peer)
        }
    }

    private func shakeHands(
        over stream: borrowing some ByteStream & ~Copyable, with peer: SocketAddress, in environment: ProbeEnvironment,
        until deadline: Deadline
    ) async throws(ProbeFailure) -> ChatHandshakeResult {
        var handshake: ChatHandshake
        do throws(CryptoError) {
            handshake = try ChatHandshake(ephemeral: .generate(), rootKey: rootKey)
        } catch {
            throw ProbeFailure(.localResources, "no key for the handshake: \(error)")
        }
        do throws(SocketError) {
            try await stream.write(handshake.firstFlight, until: deadline)
            while true {
                var bytes: [UInt8] = []
                guard try await stream.read(into: &bytes, until: deadline) > 0 else { return handshake.endOfStream() }
                if case .complete(let result) = handshake.receive(bytes, at: Int64(environment.now())) { return result }
            }
        } catch {
            throw ProbeFailure(error, during: .handshake, with: peer)
        }
    }
}

extension PresentedCertificate {
    static func of(_ identity: ChatServerIdentity) -> [PresentedCertificate] {
        [PresentedCertificate(identity.leaf, as: .leaf), PresentedCertificate(identity.intermediate, as: .intermediate)]
    }

    private init(_ certificate: ChatCertificate, as role: Role) {
        self.init(
            role: role, serial: String(certificate.serial), notBefore: certificate.notBeforeUnixSeconds,
            notAfter: certificate.notAfterUnixSeconds)
    }
}

extension ProbeFailure {
    init(_ error: ChatHandshakeError, from peer: SocketAddress) {
        let (reason, detail): (FailureReason, String) =
            switch error {
            case .notNoise(let foreign): (.chatNotNoise, "answers with \(foreign.rawValue) instead of the chat protocol")
            case .truncated(receivedBytes: 0): (.chatClosed, "closed the connection after our hello")
            case .truncated(let receivedBytes): (.chatClosed, "closed the connection after \(receivedBytes) bytes of its hello")
            case .frameTooLarge, .emptyFrame, .malformedHello, .wrongKeyLength, .weakKey:
                (.chatMalformed, "sent a hello we cannot read: \(error)")
            case .malformedCertificate, .retiredCertificateForm:
                (.chatMalformed, "sent a certificate we cannot read: \(error)")
            case .staticTagMismatch, .payloadTagMismatch: (.chatBadTag, "does not hold the key it claims")
            case .badIntermediateSignature, .badLeafSignature, .issuerMismatch:
                (.chatUntrusted, "has a certificate that is not WhatsApp's")
            case .keyMismatch: (.chatKeyMismatch, "shows a certificate that is for another key")
            case .notYetValid: (.chatCertificateNotYetValid, "has a certificate that is not yet valid")
            case .expired: (.chatCertificateExpired, "has an expired certificate")
            case .cryptography(let reason): (.other, "our cryptography failed: \(reason)")
            }
        self.init(reason, "\(peer) \(detail)")
    }
}
