import Posix
import Wire

/// Runs every target's probes on their own clock, until its task is cancelled.
package struct Scheduler: Sendable {
    private let targets: [Target]
    private let environment: ProbeEnvironment
    private let secondOpinions: SecondOpinionSeeker
    private let hostGap: Duration
    private let pacing: HostPacing
    private let report: @Sendable (ProbeReport) -> Void

    /// - Parameters:
    ///   - hostGap: the least time between two probes of one host.
    ///   - pacing: who was probed when; shared with the scheduler before, so that a reload asks no host more often.
    ///   - report: called on the environment's loop after each probe.
    package init(
        targets: [Target], environment: ProbeEnvironment, secondOpinions: SecondOpinionSeeker, hostGap: Duration,
        pacing: HostPacing = HostPacing(), report: @escaping @Sendable (ProbeReport) -> Void
    ) {
        self.targets = targets
        self.environment = environment
        self.secondOpinions = secondOpinions
        self.hostGap = hostGap
        self.pacing = pacing
        self.report = report
    }

    /// Probes until cancelled. To be called on the environment's loop.
    package func run() async {
        let start = Deadline.now
        let probes = targets.flatMap { target in target.families.families.map { (target, $0) } }
        await withDiscardingTaskGroup { group in
            for (index, (target, family)) in probes.enumerated() {
                let schedule = Schedule(every: target.interval, from: start, index: index, of: probes.count)
                group.addTask { await self.run(target, family, schedule) }
            }
        }
    }

    /// One probe's life. A probe is never started while its last one runs.
    private func run(_ target: Target, _ family: AddressFamily?, _ schedule: Schedule) async {
        var schedule = schedule
        var confirmation = Confirmation(every: target.interval)
        while !Task.isCancelled {
            let tick = schedule.take(at: .now)
            guard let success = await probe(target, over: family, at: tick) else { return }
            guard confirmation.isDue(afterSuccess: success) else { continue }
            // The regular rhythm is kept: a confirmation that would come as late as the next tick is the next tick.
            let again = Schedule.Tick(due: max(tick.due + confirmation.delay, .now), skipped: 0)
            guard again.due < schedule.next else { continue }
            if let success = await probe(target, over: family, at: again, before: schedule.next) {
                _ = confirmation.isDue(afterSuccess: success)
            }
        }
    }

    /// Waits for a moment and for the host's turn, probes and reports.
    /// - Parameter limit: a turn that comes no sooner is let go.
    /// - Returns: whether the probe succeeded; `nil` when there was none, for want of a turn or because the task was cancelled.
    private func probe(
        _ target: Target, over family: AddressFamily?, at tick: Schedule.Tick, before limit: Deadline? = nil
    ) async -> Bool? {
        guard await environment.loop.sleep(until: tick.due) == .timedOut else { return nil }
        let lateness = Deadline.now - tick.due
        guard await waitForTurn(at: target.host, before: limit) else { return nil }
        let begin = Deadline.now
        let outcome = await secondOpinions.probe(target, over: family, in: environment, until: begin + target.timeout)
        // What a stopped probe found says nothing about its target.
        if Task.isCancelled { return nil }
        report(
            ProbeReport(
                target: target, family: family, outcome: outcome, finishedAt: environment.now(), lateness: lateness,
                skippedTicks: tick.skipped))
        return outcome.isSuccess
    }

    /// Waits until the host may be probed; without a limit, in front of those who have one.
    /// - Returns: false when the task was cancelled or the limit came first.
    private func waitForTurn(at host: String, before limit: Deadline?) async -> Bool {
        let ticket = pacing.join(host, isPatient: limit != nil)
        defer { pacing.leave(ticket) }
        while let moment = pacing.begin(ticket, at: .now, gap: hostGap) {
            if let limit, moment >= limit { return false }
            guard await environment.loop.sleep(until: moment) == .timedOut else { return false }
        }
        return true
    }
}
