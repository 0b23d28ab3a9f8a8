import Posix
import Probing
import Prometheus

/// What is kept of one target's scheduled probes: little, for there are thousands.
struct JobSeries: Sendable {
    struct Failures: Sendable, Equatable {
        var reason: FailureReason
        var count: UInt64
    }

    /// The last probe.
    struct Run: Sendable {
        var failure: FailureReason?
        /// Unix seconds at its end.
        var finishedAt: Double
        var phases: PhaseDurations
        /// 0 without one.
        var httpStatus: Int
        /// The earliest end of the certificates presented, in Unix seconds.
        var certificatesEnd: Int64?
    }

    static let buckets = Buckets([0.005, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5])

    let id: UInt64
    let job: String
    let labels: Labels
    private(set) var durations = CompactHistogram()
    /// Of the reasons seen, in the order they were seen first.
    private(set) var failures: [Failures] = []
    /// `nil` until the target was probed once.
    private(set) var last: Run?

    init(id: UInt64, job: String, labels: Labels) {
        self.id = id
        self.job = job
        self.labels = labels
    }

    var runs: UInt64 { durations.count }

    mutating func record(_ outcome: ProbeOutcome, finishedAt: Double) {
        durations.observe(seconds: max(outcome.duration.seconds, 0), in: Self.buckets)
        if let reason = outcome.failure {
            if let index = failures.firstIndex(where: { $0.reason == reason }) {
                failures[index].count += 1
            } else {
                failures.append(Failures(reason: reason, count: 1))
            }
        }
        last = Run(
            failure: outcome.failure, finishedAt: finishedAt, phases: outcome.phases, httpStatus: outcome.http?.status ?? 0,
            certificatesEnd: outcome.certificates.map(\.notAfter).min())
    }
}
