import Posix
import Probing
import Synchronization
import WhatsApp

/// Scheduled mode: the configured jobs as they run, with their books, which outlive a reload.
final class Jobs: Sendable {
    /// Called on the probes' loop after each probe; the time is in Unix seconds.
    typealias Observer = @Sendable (_ module: Module, _ target: Target, _ outcome: ProbeOutcome, _ finishedAt: Double) -> Void

    let ledger = JobLedger()
    private let log: Log
    /// What each source gave last, in force until it gives something else.
    private let found = Mutex<[SourceHealth.Key: [TargetGroup]]>([:])
    /// The files of each source, with what they held when they were good.
    private let files = Mutex<[SourceHealth.Key: FileDiscovery]>([:])
    /// The hosts that jobs probe, job by job.
    private let hostsOfJobs = Mutex<[String: Set<String>]>([:])

    init(log: Log) {
        self.log = log
    }

    /// The hosts of all targets there are now, and the paths of Unix sockets.
    var hosts: Set<String> {
        hostsOfJobs.withLock { jobs in jobs.values.reduce(into: []) { $0.formUnion($1) } }
    }

    /// Probes the jobs' targets until cancelled. To be called on the environment's loop.
    func run(
        _ jobs: [Job], in environment: ProbeEnvironment, rootKey: ChatRootKey = .whatsApp,
        observer: @escaping Observer = { _, _, _, _ in }
    ) async {
        ledger.keep(jobs)
        let names = Set(jobs.map(\.name))
        hostsOfJobs.withLock { hosts in hosts = hosts.filter { names.contains($0.key) } }
        let keys = Set(jobs.flatMap { job in job.sources.map { SourceHealth.Key(job: job.name, source: $0) } })
        found.withLock { found in found = found.filter { keys.contains($0.key) } }
        files.withLock { files in files = files.filter { keys.contains($0.key) } }
        guard !jobs.isEmpty else { return }

        let modules = Dictionary(uniqueKeysWithValues: jobs.map { ($0.name, $0.module) })
        let scarcity = Mutex(false)
        let scheduler = JobScheduler(environment) { [ledger, log] report in
            let job = ledger.record(report)
            if report.outcome.failure == .localResources, scarcity.withLock({ said in !exchange(&said, with: true) }) {
                log.error(
                    "this host is out of descriptors, ports or memory for probes; said once",
                    ["target": report.target.name, "detail": report.outcome.detail])
            }
            if let module = job.flatMap({ modules[$0] }) {
                observer(module, report.target, report.outcome, report.finishedAt)
            }
        }
        await withDiscardingTaskGroup { group in
            group.addTask { await scheduler.run() }
            for job in jobs {
                let roster = JobRoster(job, rootKey: rootKey, found: found.withLock { $0 }) { [self] selection in
                    enrol(selection, in: job, scheduler)
                }
                group.addTask {
                    await environment.aside { roster.enrolAll() }
                    await withDiscardingTaskGroup { sources in
                        for (index, source) in job.sources.enumerated() {
                            sources.addTask { await self.follow(source, at: index, of: roster, in: environment) }
                        }
                    }
                }
            }
        }
    }

    /// What a source of a job's gave last, in this run or before a reload.
    func known(_ source: TargetSource, of job: String) -> [TargetGroup] {
        found.withLock { $0[SourceHealth.Key(job: job, source: source)] ?? [] }
    }

    /// The files of a source, as they were looked at last.
    func discovery(_ source: FileSource, _ key: SourceHealth.Key) -> FileDiscovery {
        files.withLock { $0[key] } ?? FileDiscovery(source)
    }

    /// Remembers the files of a source for the time after a reload.
    func remember(_ discovery: FileDiscovery, _ key: SourceHealth.Key) {
        files.withLock { $0[key] = discovery }
    }

    /// Notes what is in force from a source, and what is wrong with it.
    func record(_ groups: [TargetGroup], _ faults: [String], of source: TargetSource, job: String, at time: Double) {
        let key = SourceHealth.Key(job: job, source: source)
        found.withLock { $0[key] = groups }
        let targets = groups.reduce(0) { $0 + $1.targets.count }
        ledger.record(SourceHealth.Finding(targets: targets, fault: faults.first), of: key, at: time)
    }

    /// Says what is wrong with a source.
    func complain(_ fault: String, _ job: String) {
        log.error("targets of a job cannot be read, those known stay", ["job": job, "error": fault])
    }

    private func enrol(_ selection: JobMember.Selection, in job: Job, _ scheduler: JobScheduler) {
        let (ids, gone) = ledger.enrol(selection, in: job.name)
        hostsOfJobs.withLock { $0[job.name] = Set(selection.members.map(\.target.hostOrSocket)) }
        scheduler.update(
            removing: gone,
            adding: zip(ids, selection.members).map { JobScheduler.Entry(id: $0, target: $1.target, phase: $1.phase) })
        if selection.overLimit > 0 {
            log.error(
                "a job has more targets than its target_limit; the rest is not probed",
                ["job": job.name, "target_limit": job.targetLimit, "not_probed": selection.overLimit])
        }
        if let fault = selection.firstFault {
            log.error(
                "targets are not probed, for the module cannot be aimed at them",
                ["job": job.name, "count": selection.malformed, "first": fault])
        }
        log.debug("job's targets", ["job": job.name, "targets": ids.count])
    }
}

extension Target {
    /// The host; for a Unix socket its path, which is the target's name.
    fileprivate var hostOrSocket: String { host.isEmpty ? name : host }
}
