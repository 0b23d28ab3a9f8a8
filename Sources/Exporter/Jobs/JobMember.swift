import Probing
import Prometheus
import WhatsApp

/// One target of a job, ready to be probed.
struct JobMember: Sendable {
    let labels: Labels
    let target: Target
    /// The same for the same job, target and labels, at every start.
    let phase: UInt64

    /// What becomes of a job's groups.
    struct Selection: Sendable {
        var members: [JobMember] = []
        /// Targets there is no room for.
        var overLimit = 0
        /// Targets that the module cannot be aimed at.
        var malformed = 0
        /// What was wrong with the first of those.
        var firstFault: String?
    }

    /// Makes a job's members of groups of targets; the same target with the same labels counts once.
    static func selection(of groups: [TargetGroup], for job: Job, rootKey: ChatRootKey) -> Selection {
        var selection = Selection()
        var seen: Set<Labels> = []
        for group in groups {
            let own = group.labels.map { (name: $0.name, value: $0.value) }
            for text in group.targets {
                let labels = Labels(
                    [("probe_job", job.name), ("module", job.module.name), ("target", text)] + own)
                guard seen.insert(labels).inserted else { continue }
                guard selection.members.count < job.targetLimit else {
                    selection.overLimit += 1
                    continue
                }
                do throws(TargetError) {
                    var target = try ModuleAim.target(of: job.module, at: text, hostname: nil, named: text, rootKey: rootKey)
                    target.interval = job.interval
                    target.timeout = job.timeout
                    selection.members.append(
                        JobMember(
                            labels: labels, target: target, phase: StableHash.of([job.name, text] + own.flatMap { [$0, $1] })))
                } catch {
                    selection.malformed += 1
                    selection.firstFault = selection.firstFault ?? "\(text.prefix(200).debugDescription): \(error)"
                }
            }
        }
        return selection
    }
}
