import Glibc
import Synchronization

/// Threads for work that may block for longer than can be waited for, or for ever: then whoever waits leaves it behind.
///
/// Work is never cut short: left behind, it keeps its thread until it ends by itself, and what it then returns is dropped.
/// So give no more of a kind than there may be threads lost to it.
package final class Crew: Sendable {
    private struct Roster {
        /// As many as there are threads that were idle and have been called.
        var calls: [@Sendable () -> Void] = []
        var idle = 0
    }

    /// Threads kept for what comes next.
    private static let idleLimit = 2

    private let roster = Mutex(Roster())
    private let bell = Semaphore()

    package init() {}

    /// Starts `work` on a thread of the crew, which nobody waits for.
    ///
    /// - Throws: the error of pthread_create(3), `EAGAIN` when there are too many threads; nothing is started then.
    package func start(_ work: @escaping @Sendable () -> Void) throws(Errno) {
        let isTaken = roster.withLock { roster in
            guard roster.idle > 0 else { return false }
            roster.idle -= 1
            roster.calls.append(work)
            return true
        }
        if isTaken { return bell.signal() }
        try startThread { [self] in
            work()
            serve()
        }
    }

    /// Runs `work` on a thread of the crew while the calling one blocks.
    ///
    /// - Returns: `nil` when the deadline came first, or when there is no thread to be had.
    package func wait<Value: Sendable>(until deadline: Deadline, _ work: @escaping @Sendable () -> Value) -> Value? {
        let result = Box<Value>()
        let done = Semaphore()
        do throws(Errno) {
            try start {
                result.value.withLock { $0 = .some(work()) }
                done.signal()
            }
        } catch {
            return nil
        }
        return done.wait(until: deadline) ? result.value.withLock { $0 } : nil
    }

    /// Runs `work` on a thread of the crew while the calling task is suspended. To be called on `loop`.
    ///
    /// - Returns: `nil` when the deadline came first, the task was cancelled, or there is no thread to be had.
    package func run<Value: Sendable>(
        until deadline: Deadline, on loop: EventLoop, _ work: @escaping @Sendable () -> Value
    ) async -> Value? {
        let result = Box<Value>()
        let wake = await loop.wait(until: deadline) { waker in
            do throws(Errno) {
                try start {
                    let value = work()
                    result.value.withLock { $0 = value }
                    waker.wake()
                }
            } catch {
                waker.wake()
            }
        }
        return wake == .ready ? result.value.withLock { $0 } : nil
    }

    private final class Box<Value: Sendable>: Sendable {
        let value = Mutex<Value?>(nil)
    }

    /// What a thread does after its first work, until it is one too many.
    private func serve() {
        while true {
            let stays = roster.withLock { roster in
                guard roster.idle < Self.idleLimit else { return false }
                roster.idle += 1
                return true
            }
            guard stays else { return }
            bell.wait()
            let work = roster.withLock { $0.calls.removeFirst() }
            work()
        }
    }

    private func startThread(_ body: @escaping @Sendable () -> Void) throws(Errno) {
        final class Start {
            let body: @Sendable () -> Void

            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(Start(body)).toOpaque()
        let code = unsafe pthread_create(
            &thread, nil,
            { context in
                if let context = unsafe context {
                    let start = unsafe Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
                    start.body()
                }
                return nil
            }, context)
        guard code == 0 else {
            unsafe Unmanaged<Start>.fromOpaque(context).release()
            throw Errno(code)
        }
        _ = pthread_detach(thread)
    }
}
