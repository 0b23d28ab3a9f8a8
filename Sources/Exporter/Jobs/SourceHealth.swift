import Prometheus

/// How the looking for targets at one place goes.
struct SourceHealth: Sendable {
    struct Key: Hashable, Comparable, Sendable {
        let job: String
        let mechanism: String
        let place: String

        init(job: String, source: TargetSource) {
            self.job = job
            mechanism = source.mechanism
            place = source.place
        }

        static func < (left: Self, right: Self) -> Bool {
            (left.job, left.mechanism, left.place) < (right.job, right.mechanism, right.place)
        }
    }

    /// What one look brought.
    struct Finding: Sendable {
        /// In force now, be they new or kept.
        var targets: Int
        /// Why some or all of what is there is not in force.
        var fault: String?
    }

    let key: Key
    let labels: Labels
    private(set) var refreshes: UInt64 = 0
    private(set) var failures: UInt64 = 0
    private(set) var targets = 0
    /// `nil` before the first look.
    private(set) var isGood: Bool?
    /// Unix seconds.
    private(set) var lastSuccess: Double?

    init(key: Key) {
        self.key = key
        labels = Labels(["probe_job": key.job, "mechanism": key.mechanism, "source": key.place])
    }

    mutating func record(_ finding: Finding, at time: Double) {
        refreshes += 1
        targets = finding.targets
        isGood = finding.fault == nil
        if finding.fault == nil { lastSuccess = time } else { failures += 1 }
    }
}
