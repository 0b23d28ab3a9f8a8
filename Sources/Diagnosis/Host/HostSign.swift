import Probing

/// Something about this host that can make probes fail.
struct HostSign: Sendable, Equatable {
    /// How bad it is.
    enum Severity: Int, Sendable, Comparable {
        /// Worth knowing, but no explanation by itself.
        case mild
        /// Enough to make probes fail.
        case severe

        static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
    }

    var kind: Evidence.Kind
    var severity: Severity
    /// For people, with figures: no capital at its start, no full stop at its end.
    var text: String

    /// Whether a probe can fail for this reason on its account.
    func canCause(_ reason: FailureReason) -> Bool {
        switch kind {
        case .gateway, .interface:
            reason.failureClass == .reach || reason.isTimeout || reason == .dnsUnreachable || reason == .dnsNoResolver
        case .retransmits, .backlogDrops, .cpuStall: reason.isTimeout
        case .resets: reason == .connectionReset
        case .sockets: reason.isTimeout || reason == .localResources || reason == .addressUnavailable
        case .synDrops: reason == .connectTimeout
        case .memoryStall: reason.isTimeout || reason == .localResources
        case .conntrack: reason == .connectTimeout || reason == .dnsTimeout || reason == .permissionDenied
        case .descriptors: reason == .localResources
        default: false
        }
    }

    /// What it makes of this host when it is the cause: a bad line, or a host that is out of something.
    var verdict: Verdict {
        switch kind {
        case .gateway, .interface, .retransmits, .resets: .localNetwork
        default: .localHost
        }
    }
}

/// A severe sign, and how long it has been one.
struct Strain: Sendable {
    /// Between two readings, and from a probe's failure to its end.
    private static let slackSeconds = 30.0
    /// From a host's trouble to its sign, or to the next probe.
    private static let onsetSeconds = 120.0

    var sign: HostSign
    /// Unix seconds.
    var firstSeen: Double
    /// Unix seconds.
    var lastSeen: Double

    /// Whether these checks began to fail when it began.
    func beganWith(_ failing: [Reading]) -> Bool {
        failing.compactMap { $0.history.firstFailure?.begin }.min().map { abs($0 - firstSeen) <= Self.onsetSeconds } ?? false
    }

    /// Whether it was there when a check last failed, and can be why.
    func explains(_ failure: Observation?) -> Bool {
        guard let failure, let reason = failure.failure else { return false }
        return sign.canCause(reason) && failure.begin <= lastSeen + Self.slackSeconds
    }
}

extension FailureReason {
    /// Whether nothing came in time, which is all that a starved host or a lossy line shows.
    fileprivate var isTimeout: Bool {
        switch self {
        case .dnsTimeout, .connectTimeout, .tlsTimeout, .httpTimeout, .chatTimeout, .gatewaySilent: true
        default: false
        }
    }
}
