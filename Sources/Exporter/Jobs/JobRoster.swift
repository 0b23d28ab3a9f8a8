import Probing
import Synchronization
import WhatsApp

/// The lists that make up one job's targets, and what follows when one of them changes.
final class JobRoster: Sendable {
    let job: Job
    private let rootKey: ChatRootKey
    /// One list for each of the job's sources, in their order.
    private let lists: Mutex<[[TargetGroup]]>
    private let enrol: @Sendable (JobMember.Selection) -> Void

    /// - Parameters:
    ///   - found: what sources gave before.
    ///   - enrol: called with the job's members, one call at a time, on the thread of whoever brought the change.
    init(
        _ job: Job, rootKey: ChatRootKey, found: [SourceHealth.Key: [TargetGroup]],
        enrol: @escaping @Sendable (JobMember.Selection) -> Void
    ) {
        self.job = job
        self.rootKey = rootKey
        lists = Mutex(job.sources.map { found[SourceHealth.Key(job: job.name, source: $0)] ?? [] })
        self.enrol = enrol
    }

    /// Makes the job's members of the lists as they are. Takes milliseconds for thousands of targets.
    func enrolAll() {
        lists.withLock { enrol(selection(of: $0)) }
    }

    /// Takes over a source's list; one that says what it said before changes nothing.
    func replace(_ index: Int, with groups: [TargetGroup]) {
        lists.withLock { lists in
            guard lists[index] != groups else { return }
            lists[index] = groups
            // Under the lock: of two changes the later one must have the last word.
            enrol(selection(of: lists))
        }
    }

    private func selection(of lists: [[TargetGroup]]) -> JobMember.Selection {
        JobMember.selection(of: job.groups + lists.flatMap(\.self), for: job, rootKey: rootKey)
    }
}
