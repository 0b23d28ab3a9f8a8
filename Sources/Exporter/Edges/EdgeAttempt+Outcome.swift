import Diagnosis
import Posix
import Probing
import WhatsApp

extension EdgeAttempt {
    /// What a probe says about the address it went to; `nil` when it reached for none, or this host was what failed.
    init?(_ role: EdgeRole, _ outcome: ProbeOutcome, at time: Double) {
        guard let address = outcome.address?.ip, outcome.failure?.isAboutThePeer ?? true else { return nil }
        let connect = outcome.phases[.connect]
        self.init(
            role: role, address: address, at: time, isSuccess: outcome.isSuccess, connectSeconds: connect?.seconds,
            handshakeSeconds: (outcome.phases[.handshake] ?? outcome.phases[.tls] ?? connect)?.seconds)
    }
}

extension FailureReason {
    /// Whether it can be the fault of the address that was gone to, rather than this host's own.
    var isAboutThePeer: Bool {
        switch self {
        case .networkUnreachable, .networkDown, .addressUnavailable, .permissionDenied, .localResources, .noRoute, .gatewaySilent:
            false
        default:
            true
        }
    }
}
