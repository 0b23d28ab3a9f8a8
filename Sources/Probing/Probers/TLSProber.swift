package import Posix
import TLS
package import Wire

/// Shakes hands over TLS, verifies the certificate and closes.
package struct TLSProber: Prober {
    package let name = "tls"
    package let layers: [FailureLayer] = [.resolving, .connecting, .tls]
    package let phases: [Phase] = [.resolve, .connect, .tls]
    package var settings: TLSSettings

    package init(settings: TLSSettings) {
        self.settings = settings
    }

    /// - Parameter serverName: whom the certificate must name; `nil` for the target's host.
    package init(serverName: String? = nil) {
        settings = TLSSettings()
        settings.serverName = serverName
    }

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            let socket = try await environment.dial(target, over: family, into: &outcome, until: deadline)
            let stream = try await environment.secure(
                socket, for: target.host, peer: outcome.peer, settings: settings, into: &outcome, until: deadline)
            stream.shutdown()
            outcome.detail = outcome.tlsVersion ?? ""
        }
    }
}
