package import Posix

/// The end of a probe that failed: a reason for machines, a line for people.
package struct ProbeFailure: Error, Sendable, Equatable {
    package var reason: FailureReason
    package var detail: String

    package init(_ reason: FailureReason, _ detail: String) {
        self.reason = reason
        self.detail = detail
    }

    /// What a socket's error means during a phase.
    package init(_ error: SocketError, during phase: Phase, with peer: SocketAddress) {
        switch error {
        case .timedOut: self.init(Self.timeout(during: phase), "no answer from \(peer) in time")
        case .cancelled: self.init(.other, "stopped while talking to \(peer)")
        case .system(let errno): self.init(FailureReason(errno) ?? .other, "\(peer): \(errno)")
        }
    }

    private static func timeout(during phase: Phase) -> FailureReason {
        switch phase {
        case .resolve: .dnsTimeout
        case .connect: .connectTimeout
        case .tls: .tlsTimeout
        case .handshake: .chatTimeout
        case .request, .firstByte, .transfer: .httpTimeout
        case .dialogue: .replyTimeout
        case .roundTrip: .echoTimeout
        case .authenticate: .databaseTimeout
        case .query: .databaseQueryTimeout
        }
    }
}
