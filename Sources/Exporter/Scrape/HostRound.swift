import Posix
import Prometheus
import Synchronization

/// One scrape of the host's collectors, run by a worker on a thread of the crew.
///
/// A collector that takes longer than ``patience`` is slow: its worker is left alone with it, and another runs all the rest anew.
/// The slow one's families count if they come within the budget; after that it is left behind.
final class HostRound: Sendable {
    /// Long for files of the kernel's, short for whoever waits for the other families.
    private static let patience = Duration.milliseconds(100)

    private struct State {
        /// Number of the worker whose families count.
        var leader = 0
        /// What the leader is at.
        var current: (index: Int, since: Deadline)?
        /// Collectors that an earlier worker is still at, and since when.
        var slow: [Int: Deadline] = [:]
        /// Those and the ones that were: no worker after the first is to run them.
        var wasSlow: Set<Int> = []
        var outcomes: [CollectorOutcome?]
        /// The leader's families, once it has run all there is.
        var families: [UInt8]?
        /// Families of slow collectors that came in time.
        var late: [[UInt8]] = []
        var isOver = false
        var waker: EventLoop.Waker?

        var isComplete: Bool { families != nil && slow.isEmpty }
    }

    private let group: CollectorGroup
    private let isWanted: [Bool]
    private let format: ExpositionFormat
    private let expectedBytes: Int
    private let budget: Duration
    private let crew: Crew
    private let attendance: Attendance
    private let state: Mutex<State>

    /// - Parameters:
    ///   - isWanted: for each collector of the group, whether it is to run.
    ///   - expectedBytes: how much room the families may need.
    init(
        of group: CollectorGroup, isWanted: [Bool], format: ExpositionFormat, expectedBytes: Int = 0, budget: Duration,
        crew: Crew,
        attendance: Attendance
    ) {
        self.group = group
        self.isWanted = isWanted
        self.format = format
        self.expectedBytes = expectedBytes
        self.budget = budget
        self.crew = crew
        self.attendance = attendance
        state = Mutex(State(outcomes: Array(repeating: nil, count: isWanted.count)))
    }

    /// What a round brought.
    struct Result {
        let families: [[UInt8]]
        /// One for each collector of the group, `nil` for those that were not wanted.
        let outcomes: [CollectorOutcome?]
    }

    /// Runs the round. To be called on `loop`, once.
    func run(on loop: EventLoop) async -> Result {
        startWorker(0)
        while let check = nextCheck {
            let wake = await loop.wait(until: check) { waker in
                state.withLock { state in
                    state.waker = waker
                    // It may have come about since we looked.
                    if state.isComplete { waker.wake() }
                }
            }
            // Whoever asked is gone.
            if wake == .cancelled { break }
            review(at: .now)
        }
        return state.withLock { state in
            state.isOver = true
            return Result(families: [state.families ?? []] + state.late, outcomes: state.outcomes)
        }
    }

    /// When to look again if nothing is heard until then; `nil` when all is done.
    private var nextCheck: Deadline? {
        state.withLock { state in
            if state.isComplete { return nil }
            let takeover = state.families == nil ? (state.current?.since ?? .now) + min(Self.patience, budget) : .never
            return state.slow.values.reduce(takeover) { min($0, $1 + budget) }
        }
    }

    /// Sees who has been at work for too long.
    private func review(at now: Deadline) {
        let successor = state.withLock { state -> Int? in
            var successor: Int?
            if let current = state.current, state.families == nil, now >= current.since + min(Self.patience, budget) {
                state.slow[current.index] = current.since
                state.wasSlow.insert(current.index)
                state.current = nil
                state.leader += 1
                successor = state.leader
            }
            for (index, since) in state.slow where now >= since + budget {
                state.slow[index] = nil
                state.outcomes[index] = CollectorOutcome(duration: budget, failure: CollectorOverdue.leftBehind(after: budget))
                attendance.leave(index)
            }
            return successor
        }
        if let successor { startWorker(successor) }
    }

    private func startWorker(_ number: Int) {
        do throws(Errno) {
            try crew.start { [self] in work(as: number) }
        } catch {
            state.withLock { state in
                state.families = []
                for index in isWanted.indices where isWanted[index] && state.slow[index] == nil && state.outcomes[index] == nil {
                    state.outcomes[index] = CollectorOutcome(duration: .zero, failure: error)
                }
            }
        }
    }

    // MARK: On a thread of the crew

    private func work(as worker: Int) {
        // Large ones need not be moved as they grow.
        var sink = MetricSink(format, capacityBytes: max(64 << 10, expectedBytes / 8 * 9))
        for index in isWanted.indices where isWanted[index] {
            switch begin(index, as: worker) {
            case .run: break
            case .skip: continue
            case .stop: return
            }
            let start = sink.mark
            let outcome = group.run(index, into: &sink)
            guard end(index, outcome, as: worker, families: { sink.bytes(since: start) }) else { return }
        }
        let families = sink.bytes
        let waker = state.withLock { state -> EventLoop.Waker? in
            guard state.leader == worker else { return nil }
            state.families = families
            return state.isComplete ? state.waker : nil
        }
        // Whoever is woken wants the lock at once, and may have our processor.
        waker?.wake()
    }

    private enum Order {
        case run, skip, stop
    }

    private func begin(_ index: Int, as worker: Int) -> Order {
        state.withLock { state in
            guard state.leader == worker, !state.isOver else { return .stop }
            if state.wasSlow.contains(index) { return .skip }
            state.current = (index, .now)
            return .run
        }
    }

    /// - Returns: whether the worker is to go on with the next.
    private func end(_ index: Int, _ outcome: CollectorOutcome, as worker: Int, families: () -> [UInt8]) -> Bool {
        let (goesOn, isTooLate) = state.withLock { state -> (Bool, Bool) in
            if state.leader == worker {
                state.outcomes[index] = outcome
                state.current = nil
                return (true, false)
            }
            guard !state.isOver, state.slow.removeValue(forKey: index) != nil else { return (false, true) }
            state.outcomes[index] = outcome
            state.late.append(families())
            if state.isComplete { state.waker?.wake() }
            return (false, false)
        }
        if isTooLate { attendance.comeBack(index) }
        return goesOn
    }
}
