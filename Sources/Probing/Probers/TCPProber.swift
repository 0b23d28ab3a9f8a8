package import Posix
package import Wire

/// Opens a TCP connection and closes it again.
package struct TCPProber: Prober {
    package let name = "tcp"
    package let layers: [FailureLayer] = [.resolving, .connecting]
    package let phases: [Phase] = [.resolve, .connect]

    package init() {}

    package func probe(
        _ target: Target, over family: AddressFamily?, in environment: ProbeEnvironment, until deadline: Deadline
    ) async -> ProbeOutcome {
        await ProbeOutcome.of { outcome throws(ProbeFailure) in
            _ = try await environment.dial(target, over: family, into: &outcome, until: deadline)
            outcome.detail = "connected"
        }
    }
}
