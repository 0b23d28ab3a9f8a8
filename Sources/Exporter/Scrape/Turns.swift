import Posix
import Synchronization

/// Lets one task at a time pass.
final class Turns: Sendable {
    private struct State {
        var isTaken = false
        var waiting: [EventLoop.Waker] = []
    }

    private let loop: EventLoop
    private let state = Mutex(State())

    /// - Parameter loop: where all who want to pass run.
    init(on loop: EventLoop) {
        self.loop = loop
    }

    /// Runs `body` when it is its turn.
    /// - Returns: `nil` when the turn has not come by `deadline`.
    func take<Value>(until deadline: Deadline, _ body: () async -> Value) async -> Value? {
        while !tryTaking() {
            let wake = await loop.wait(until: deadline) { waker in
                state.withLock { state in
                    if state.isTaken { state.waiting.append(waker) } else { waker.wake() }
                }
            }
            guard wake == .ready else { return nil }
        }
        defer { pass() }
        return await body()
    }

    private func tryTaking() -> Bool {
        state.withLock { state in
            defer { state.isTaken = true }
            return !state.isTaken
        }
    }

    /// Wakes all: those that have given up meanwhile must not keep the turn from the others.
    private func pass() {
        let waiting = state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
        for waker in waiting { waker.wake() }
    }
}
