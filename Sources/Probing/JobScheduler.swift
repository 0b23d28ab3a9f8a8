import Posix
import Synchronization

/// Runs probes that come and go, each at moments of its own that no other shifts.
///
/// A probe's moments are the multiples of its interval on the monotonic clock, plus its own offset: they are the same after any
/// change, and after a restart.
package final class JobScheduler: Sendable {
    /// One target, probed over and over.
    package struct Entry: Sendable {
        /// Distinct among all entries there ever are.
        package var id: UInt64
        package var target: Target
        /// Any number; it decides where within the interval the target is probed.
        package var phase: UInt64

        package init(id: UInt64, target: Target, phase: UInt64) {
            self.id = id
            self.target = target
            self.phase = phase
        }
    }

    /// One probe, and whether it ran when it should have.
    package struct Report: Sendable {
        package var id: UInt64
        package var target: Target
        package var outcome: ProbeOutcome
        /// Unix seconds at its end.
        package var finishedAt: Double
        /// How long after its time it began.
        package var lateness: Duration
        /// Ticks let go before this one, because the probe before took too long.
        package var skippedTicks: Int
    }

    /// A class, for a probe that waits is to hold a reference and no copies.
    private final class Aim: Sendable {
        let target: Target

        init(_ target: Target) {
            self.target = target
        }
    }

    private struct Place: Sendable {
        let aim: Aim
        var schedule: Schedule
        var tick: Schedule.Tick
        /// `nil` where the task of its last probe waits for the next one itself.
        var timer: TimerQueue<UInt64>.Token?
    }

    private struct State: Sendable {
        var places: [UInt64: Place] = [:]
        var timers = TimerQueue<UInt64>()

        mutating func add(_ entry: Entry, at now: Deadline) {
            var place = Place(
                aim: Aim(entry.target), schedule: Schedule(every: entry.target.interval, phase: entry.phase, after: now),
                tick: Schedule.Tick(due: now, skipped: 0))
            let soon = now + .nanoseconds(Int64(entry.phase % UInt64(Schedule.longestSpread.nanoseconds)))
            if soon + entry.target.timeout < place.schedule.next {
                // Who is probed once an hour is not left without a word for so long.
                place.tick.due = soon
            } else {
                place.tick = place.schedule.take(at: now)
            }
            wait(entry.id, place)
        }

        mutating func remove(_ id: UInt64) {
            if let timer = places.removeValue(forKey: id)?.timer { timers.remove(timer) }
        }

        mutating func takeDue(at now: Deadline) -> [UInt64] {
            var due: [UInt64] = []
            while let id = timers.popDue(at: now) { due.append(id) }
            return due
        }

        /// Plans the next tick of a target that was probed; it has a timer unless the tick comes soon.
        /// - Returns: what it was during its probe; `nil` when it was taken out meanwhile.
        mutating func waitAgain(_ id: UInt64, at now: Deadline) -> (place: Place, soon: Deadline?)? {
            guard let place = places[id] else { return nil }
            var next = place
            next.timer = nil
            next.tick = next.schedule.take(at: now)
            guard next.tick.due < now + JobScheduler.longestNap else {
                wait(id, next)
                return (place, nil)
            }
            places[id] = next
            return (place, next.tick.due)
        }

        private mutating func wait(_ id: UInt64, _ place: Place) {
            var place = place
            place.timer = timers.insert(id, at: place.tick.due)
            places[id] = place
        }
    }

    /// As long as ``run()`` ever sleeps: nobody wakes it for a tick that is nearer.
    private static let longestNap = Duration.milliseconds(100)

    private let environment: ProbeEnvironment
    private let state = Mutex(State())
    private let report: @Sendable (Report) -> Void

    /// - Parameter report: called on the environment's loop after each probe.
    package init(_ environment: ProbeEnvironment, report: @escaping @Sendable (Report) -> Void) {
        self.environment = environment
        self.report = report
    }

    /// How many targets there are.
    package var count: Int { state.withLock { $0.places.count } }

    /// Takes out and adds targets; all others keep their rhythm. What the probe under way of one taken out finds is dropped.
    package func update(removing: [UInt64] = [], adding: [Entry] = []) {
        let start = Deadline.after(Self.longestNap)
        state.withLock { state in
            for id in removing { state.remove(id) }
            for entry in adding where state.places[entry.id] == nil { state.add(entry, at: start) }
        }
    }

    /// Probes until cancelled. To be called on the environment's loop.
    package func run() async {
        await withDiscardingTaskGroup { group in
            while !Task.isCancelled {
                for id in state.withLock({ $0.takeDue(at: .now) }) {
                    group.addTask { await self.probe(id) }
                }
                let next = state.withLock { $0.timers.earliest } ?? .never
                _ = await environment.loop.sleep(until: min(next, .after(Self.longestNap)))
            }
        }
    }

    private func probe(_ id: UInt64) async {
        while true {
            let begin = Deadline.now
            guard let (aim, deadline) = begun(id, at: begin) else { return }
            let outcome = await AddressSweep.probe(aim.target, in: environment, until: deadline)
            // What a stopped probe found says nothing about its target.
            if Task.isCancelled { return }
            guard let soon = finish(id, outcome, begin) else { return }
            guard await environment.loop.sleep(until: soon) == .timedOut else { return }
        }
    }

    // These two apart: a probe that waits holds the frame of all that was inlined, and thousands may wait.
    @inline(never)
    private func begun(_ id: UInt64, at begin: Deadline) -> (aim: Aim, deadline: Deadline)? {
        state.withLock { $0.places[id] }.map { ($0.aim, Self.deadline(of: $0, from: begin)) }
    }

    /// - Returns: when the target is due again, if that is before ``run()`` may look.
    @inline(never)
    private func finish(_ id: UInt64, _ outcome: ProbeOutcome, _ begin: Deadline) -> Deadline? {
        guard let (place, soon) = state.withLock({ $0.waitAgain(id, at: .now) }) else { return nil }
        report(
            Report(
                id: id, target: place.aim.target, outcome: outcome, finishedAt: environment.now(),
                lateness: max(begin - place.tick.due, .zero), skippedTicks: place.tick.skipped))
        return soon
    }

    /// A timeout as long as the interval would end after the next tick, and each tick would be later than the one before. So a
    /// probe ends by the next tick; but one that begins late, which is our fault, is left nine tenths of its time.
    private static func deadline(of place: Place, from begin: Deadline) -> Deadline {
        let timeout = place.aim.target.timeout
        return max(min(begin + timeout, place.schedule.next), begin + timeout * 9 / 10)
    }
}
