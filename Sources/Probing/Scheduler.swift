import Posix
import Wire

/// Runs every target's probes on their own clock, until its task is cancelled.
package struct Scheduler: Sendable {
    private let targets: [Target]
    private let environment: ProbeEnvironment
    private let secondOpinions: SecondOpinionSeeker
    private let hostGap: Duration
    private let report: @Sendable (ProbeReport) -> Void

    /// - Parameters:
    ///   - hostGap: the least time between two probes of one host.
    ///   - report: called on the environment's loop after each probe.
    package init(
        targets: [Target], environment: ProbeEnvironment, secondOpinions: SecondOpinionSeeker, hostGap: Duration,
        report: @escaping @Sendable (ProbeReport) -> Void
    ) {
        self.targets = targets
        self.environment = environment
        self.secondOpinions = secondOpinions
        self.hostGap = hostGap
        self.report = report
    }

    /// Probes until cancelled. To be called on the environment's loop.
    package func run() async {
        let start = Deadline.now
        let probes = targets.flatMap { target in target.families.families.map { (target, $0) } }
        let pacing = HostPacing(gap: hostGap)
        await withDiscardingTaskGroup { group in
            for (index, (target, family)) in probes.enumerated() {
                let schedule = Schedule(every: target.interval, from: start, index: index, of: probes.count)
                group.addTask { await self.run(target, family, schedule, pacing) }
            }
        }
    }

    /// One probe's life. A probe is never started while its last one runs.
    private func run(
        _ target: Target, _ family: AddressFamily?, _ schedule: Schedule, _ pacing: HostPacing
    ) async {
        var schedule = schedule
        while !Task.isCancelled {
            let tick = schedule.take(at: .now)
            guard await environment.loop.sleep(until: tick.due) == .timedOut else { return }
            let ready = Deadline.now
            // Only now: a moment reserved ahead of time would keep the host's other probes waiting for it.
            let moment = pacing.reserve(target.host, at: ready)
            guard await environment.loop.sleep(until: moment) == .timedOut else { return }
            let begin = Deadline.now
            let outcome = await secondOpinions.probe(
                target, over: family, in: environment, until: begin + target.timeout)
            // What a stopped probe found says nothing about its target.
            if Task.isCancelled { return }
            report(
                ProbeReport(
                    target: target, family: family, outcome: outcome, finishedAt: environment.now(),
                    lateness: (ready - tick.due) + (begin - moment), skippedTicks: tick.skipped))
        }
    }
}
