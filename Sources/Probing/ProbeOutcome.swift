package import Posix
package import TLS
import Wire

/// What one probe learnt. A failure is part of it, not an error.
package struct ProbeOutcome: Sendable {
    /// Why it failed; `nil` for success.
    package var failure: FailureReason?
    /// One printable line of at most 200 characters for people: what was answered, or what went wrong where. Never a label.
    package var detail = "" {
        didSet { detail = PrintableLine.of(detail) }
    }
    package var duration: Duration = .zero
    package var phases = PhaseDurations()
    /// The address that was talked to.
    package var address: SocketAddress?
    /// What the resolver said, for hosts given by name; for the prober `dns`, what it was answered.
    @Boxed package var resolution: Resolution?
    package var certificates: [PresentedCertificate] = []
    /// "TLSv1.3", for probes over TLS.
    package var tlsVersion: String?
    /// What the TLS handshake agreed on and who presented themselves, valid or not; the last one's, after redirects.
    @Boxed package var tls: TLSHandshake?
    @Boxed package var http: HTTPFinding?
    /// What only one kind of prober learns.
    @Boxed package var finding: PeerFinding?
    /// One outcome for each address, where every address is probed.
    package var addresses: [AddressOutcome] = []
    /// The peer's clock minus ours, in seconds, where the answer carried a date (whole seconds: read it as ± 1 s).
    package var clockOffsetSeconds: Double?
    /// What the same probe found at the address another resolver gave, run only when ours may have been the trouble.
    @Boxed package var secondOpinion: SecondOpinion?

    package init() {}

    package var isSuccess: Bool { failure == nil }

    /// ``address`` for messages, after a connection was made.
    package var peer: SocketAddress { address ?? SocketAddress(.v4(0), port: 0) }
}

/// A certificate the peer presented, valid or not.
package struct PresentedCertificate: Sendable, Equatable {
    package enum Role: String, CaseIterable, Sendable {
        case leaf, intermediate
    }

    package var role: Role
    package var serial: String
    /// Unix seconds.
    package var notBefore: Int64
    /// Unix seconds.
    package var notAfter: Int64

    package init(role: Role, serial: String, notBefore: Int64, notAfter: Int64) {
        self.role = role
        self.serial = serial
        self.notBefore = notBefore
        self.notAfter = notAfter
    }
}

/// The same probe by way of another resolver.
package struct SecondOpinion: Sendable {
    package var resolver: SocketAddress
    package var address: SocketAddress?
    package var failure: FailureReason?

    package init(resolver: SocketAddress, address: SocketAddress?, failure: FailureReason?) {
        self.resolver = resolver
        self.address = address
        self.failure = failure
    }
}
