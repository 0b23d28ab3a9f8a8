package import Posix
import TLS
package import Wire

/// Shakes hands over TLS, verifies the certificate and closes.
package struct TLSProber: Prober {
    package let name = "tls"
    package let layers: [FailureLayer] = [.resolving, .connecting, .tls]
    package let phases: [Phase] = [.resolve, .connect, .tls]
    /// Whom the certificate must name; `nil` for the target's host.
    package var serverName: String?

    package init(serverName: String? = nil) {
        self.serverName = serverName
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            let socket = try await environment.dial(target, over: family, into: &outcome, until: deadline)
            let stream = try await environment.secure(
                socket, for: serverName ?? target.host, peer: outcome.peer, into: &outcome, until: deadline)
            stream.shutdown()
            outcome.detail = outcome.tlsVersion ?? ""
        }
    }
}
