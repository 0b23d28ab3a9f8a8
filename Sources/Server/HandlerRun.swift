import Posix
import Synchronization

/// One run of a handler, which may outlast the patience of who waits for it.
final class HandlerRun: Sendable {
    private enum State {
        case running
        case awaited(EventLoop.Waker)
        case finished(Response)
    }

    private let state = Mutex(State.running)

    /// Runs `handler` on the loop of the calling task.
    /// - Returns: Its response; `nil` when the deadline or the caller's cancellation came first. The handler is then cancelled,
    ///   and whatever it still returns is dropped.
    static func response(
        until deadline: Deadline, on loop: EventLoop, of handler: @escaping @Sendable () async -> Response
    ) async -> Response? {
        let run = HandlerRun()
        // Begun at once: most handlers never wait, and cost no timer.
        let task = Task.immediate(executorPreference: loop) { run.finish(with: await handler()) }
        if let response = run.response { return response }
        _ = await loop.wait(until: deadline) { run.wakeWhenFinished($0) }
        if let response = run.response { return response }
        task.cancel()
        return nil
    }

    private var response: Response? {
        state.withLock { state in
            if case .finished(let response) = state { response } else { nil }
        }
    }

    private func wakeWhenFinished(_ waker: EventLoop.Waker) {
        state.withLock { state in
            if case .finished = state { waker.wake() } else { state = .awaited(waker) }
        }
    }

    private func finish(with response: Response) {
        state.withLock { state in
            if case .awaited(let waker) = state { waker.wake() }
            state = .finished(response)
        }
    }
}
