import Synchronization

/// What became of the requests for probes, since the start.
final class ProbeRequestCounts: Sendable {
    private let succeeded = Atomic<UInt64>(0)
    private let failed = Atomic<UInt64>(0)
    private let unknown = Atomic<UInt64>(0)
    private let refused = Atomic<UInt64>(0)

    /// Probes that succeeded.
    var successes: UInt64 { succeeded.load(ordering: .relaxed) }
    /// Probes that failed.
    var failures: UInt64 { failed.load(ordering: .relaxed) }
    /// Requests for modules there are not.
    var unknownModules: UInt64 { unknown.load(ordering: .relaxed) }
    /// Requests for targets that the rules do not allow; those refused later, at an address, count as failures.
    var refusedTargets: UInt64 { refused.load(ordering: .relaxed) }

    func probed(isSuccess: Bool) {
        if isSuccess { succeeded.add(1, ordering: .relaxed) } else { failed.add(1, ordering: .relaxed) }
    }
    func unknownModule() { unknown.add(1, ordering: .relaxed) }
    func refusedTarget() { refused.add(1, ordering: .relaxed) }
}
