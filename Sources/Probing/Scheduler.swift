import Posix
import Synchronization
import Wire

/// Runs every target's probes on their own clock, until its task is cancelled.
package struct Scheduler: Sendable {
    /// A target over a family.
    private struct Check: Sendable {
        var target: Target
        var family: AddressFamily?
        /// The place of the check that confirms its first failure.
        var sibling: Int?
    }

    /// When each check is due next, and whether it is under way: for those who would probe it out of turn.
    private final class Rhythm: Sendable {
        private let beats: Mutex<[(next: Deadline, isUnderWay: Bool)]>

        init(_ schedules: [Schedule]) {
            beats = Mutex(schedules.map { ($0.next, false) })
        }

        func plan(_ place: Int, at next: Deadline) { beats.withLock { $0[place].next = next } }

        func isFree(_ place: Int, at moment: Deadline) -> Bool {
            beats.withLock { !$0[place].isUnderWay && moment < $0[place].next }
        }

        /// - Returns: false when it is under way already.
        func begin(_ place: Int) -> Bool {
            beats.withLock { beats in
                defer { beats[place].isUnderWay = true }
                return !beats[place].isUnderWay
            }
        }

        func end(_ place: Int) { beats.withLock { $0[place].isUnderWay = false } }
    }

    private let checks: [Check]
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
        let checks = targets.flatMap { target in target.families.families.map { Check(target: target, family: $0) } }
        let rhythms = checks.map { ($0.target.host, $0.target.interval) }
        self.checks = checks.enumerated().map { place, check in
            Check(target: check.target, family: check.family, sibling: Confirmation.sibling(of: place, among: rhythms))
        }
        self.environment = environment
        self.secondOpinions = secondOpinions
        self.hostGap = hostGap
        self.pacing = pacing
        self.report = report
    }

    /// Probes until cancelled. To be called on the environment's loop.
    package func run() async {
        let start = Deadline.now
        let schedules = checks.enumerated().map { place, check in
            Schedule(every: check.target.interval, from: start, index: place, of: checks.count)
        }
        let rhythm = Rhythm(schedules)
        await withDiscardingTaskGroup { group in
            for (place, schedule) in schedules.enumerated() {
                group.addTask { await self.run(place, schedule, rhythm) }
            }
        }
    }

    /// One check's life. A probe is never started while its last one runs.
    private func run(_ place: Int, _ schedule: Schedule, _ rhythm: Rhythm) async {
        var schedule = schedule
        let check = checks[place]
        var confirmation = Confirmation(every: check.target.interval, hasSibling: check.sibling != nil)
        while !Task.isCancelled {
            let tick = schedule.take(at: .now)
            rhythm.plan(place, at: tick.due)
            guard let success = await probe(place, at: tick, rhythm, thenDue: schedule.next) else { continue }
            guard let confirmer = confirmation.next(afterSuccess: success) else { continue }
            let again = Schedule.Tick(due: max(tick.due + confirmation.delay, .now), skipped: 0)
            // Who is due by then is probed anyway.
            if confirmer == .sibling, let sibling = check.sibling, rhythm.isFree(sibling, at: again.due) {
                _ = await probe(sibling, at: again, rhythm)
                continue
            }
            // The regular rhythm is kept: a confirmation that would come as late as the next tick is the next tick.
            guard again.due < schedule.next else { continue }
            if let success = await probe(place, at: again, rhythm, before: schedule.next) {
                _ = confirmation.next(afterSuccess: success)
            }
        }
    }

    /// Waits for a moment and for the host's turn, probes and reports.
    /// - Parameters:
    ///   - next: when the check is due again; `nil` when that stays as it is.
    ///   - limit: a turn that comes no sooner is let go.
    /// - Returns: whether the probe succeeded; `nil` when there was none, for want of a turn or because the task was cancelled.
    private func probe(
        _ place: Int, at tick: Schedule.Tick, _ rhythm: Rhythm, thenDue next: Deadline? = nil, before limit: Deadline? = nil
    ) async -> Bool? {
        let (target, family) = (checks[place].target, checks[place].family)
        guard await environment.loop.sleep(until: tick.due) == .timedOut else { return nil }
        let lateness = Deadline.now - tick.due
        guard await waitForTurn(at: target.host, before: limit), rhythm.begin(place) else { return nil }
        defer { rhythm.end(place) }
        if let next { rhythm.plan(place, at: next) }
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
