import CLinux
import Glibc
import Synchronization

/// One thread that waits for sockets and timers with epoll(7) and runs the tasks that wait on them.
///
/// It is a `TaskExecutor`: a task started with ``spawn(_:)`` runs on the loop's thread from beginning to end, so code
/// that waits is written as straight-line `async` functions and shares the loop's state without locks.
/// Nothing on a loop may block its thread.
///
/// `@unchecked Sendable`: the inbox is a Mutex; everything under "Confined" is touched only on the loop's own thread.
@safe package final class EventLoop: TaskExecutor, @unchecked Sendable {
    /// How a wait ended.
    package enum Wake: Sendable {
        case ready, timedOut, cancelled
    }

    enum Direction {
        case read, write
    }

    private struct Inbox {
        var jobs: [UnownedJob] = []
        var finishedWaits: [(id: WaitTable.ID, wake: Wake)] = []
        var isAsleep = false
        var isStopped = false
    }

    private let inbox = Mutex(Inbox())
    private let ownThread = Mutex<pthread_t?>(nil)
    private let epoll: Epoll
    private let alarm: FileDescriptor

    // Confined to the loop's thread.
    private var waits = WaitTable()
    private var skippedPolls = 0
    private var jobs: [UnownedJob] = []
    /// Room for one read(2); its contents last until the next `await`.
    let scratch: UnsafeMutableRawBufferPointer

    package init() throws(Errno) {
        epoll = try Epoll()
        alarm = FileDescriptor(owning: try retryingInterrupts { eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK)) })
        unsafe scratch = .allocate(byteCount: 65536, alignment: 16)
        try epoll.add(alarm.number, token: UInt64(alarm.number))
    }

    deinit {
        unsafe scratch.deallocate()
    }

    // MARK: Running

    /// Runs the loop on a thread of its own until ``stop()``; ``join()`` waits for its end.
    package func start() {
        var thread = pthread_t()
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        _ = unsafe pthread_create(
            &thread, nil,
            { context in
                if let context = unsafe context {
                    unsafe Unmanaged<EventLoop>.fromOpaque(context).takeRetainedValue().drive()
                }
                return nil
            }, context)
        ownThread.withLock { $0 = thread }
    }

    /// Waits until the thread of ``start()`` has ended. Blocking; call ``stop()`` before.
    package func join() {
        guard let thread = ownThread.withLock({ $0.take() }) else { return }
        _ = pthread_join(thread, nil)
    }

    /// Runs the loop on the calling thread until `body`, running on the loop, returns.
    package func run<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) -> Result? {
        let result = Mutex<Result?>(nil)
        spawn { [self] in
            let value = await body()
            result.withLock { $0 = value }
            stop()
        }
        drive()
        return result.withLock { $0 }
    }

    /// Starts a task whose code runs on this loop's thread.
    @discardableResult
    package func spawn(_ body: @escaping @Sendable () async -> Void) -> Task<Void, Never> {
        Task(executorPreference: self) { await body() }
    }

    /// Makes the loop return to its caller; what still waits is not resumed.
    package func stop() {
        let wasAsleep = inbox.withLock { inbox in
            inbox.isStopped = true
            return wake(&inbox)
        }
        if wasAsleep { ring() }
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let wasAsleep = inbox.withLock { inbox in
            inbox.jobs.append(job)
            return wake(&inbox)
        }
        if wasAsleep { ring() }
    }

    private func drive() {
        while true {
            var finished: [(id: WaitTable.ID, wake: Wake)] = []
            let isStopped = inbox.withLock { inbox in
                swap(&inbox.jobs, &jobs)
                swap(&inbox.finishedWaits, &finished)
                return inbox.isStopped
            }
            if isStopped { return }
            for (id, wake) in finished { waits.finish(id, wake) }
            for job in jobs {
                unsafe job.runSynchronously(on: asUnownedTaskExecutor())
            }
            jobs.removeAll(keepingCapacity: true)
            if waits.earliestDeadline != nil { waits.finishDue(at: .now) }
            poll()
        }
    }

    private static let mostSkippedPolls = 8

    private func poll() {
        let mayDoze = inbox.withLock { inbox in
            inbox.isAsleep = inbox.jobs.isEmpty && inbox.finishedWaits.isEmpty && !inbox.isStopped
            return inbox.isAsleep
        }
        // Tasks that wake each other a few times in a row cost no system call in between.
        if !mayDoze, skippedPolls < Self.mostSkippedPolls {
            skippedPolls += 1
            return
        }
        skippedPolls = 0
        let count = epoll.wait(milliseconds: mayDoze ? timeoutMilliseconds : 0)
        // Awake before the events are handled: the tasks they resume must not ring the alarm for us.
        if mayDoze { inbox.withLock { $0.isAsleep = false } }
        for index in 0..<count {
            let event = epoll[index]
            // Edge-triggered, so that each ring is an event of its own, though none is ever read.
            if event.token != UInt64(alarm.number) { waits.handle(event) }
        }
    }

    private var timeoutMilliseconds: Int32 {
        guard let earliest = waits.earliestDeadline, earliest != .never else { return -1 }
        // Rounded up, so that the timer is due when epoll_wait returns.
        let milliseconds = (max(0, (earliest - .now).nanoseconds) + 999_999) / 1_000_000
        return Int32(min(milliseconds, 3_600_000))
    }

    private func wake(_ inbox: inout sending Inbox) -> Bool {
        let wasAsleep = inbox.isAsleep
        inbox.isAsleep = false
        return wasAsleep
    }

    private func ring() {
        var one: UInt64 = 1
        _ = unsafe write(alarm.number, &one, 8)
    }

    // MARK: Waiting

    /// Suspends the calling task, which must run on this loop, until the deadline.
    /// - Returns: `.timedOut` when the deadline came, `.cancelled` when the task was cancelled first.
    package func sleep(until deadline: Deadline) async -> Wake {
        await wait(on: nil, .read, until: deadline)
    }

    /// Suspends until a watched descriptor may be ready, the deadline comes or the task is cancelled.
    ///
    /// Readiness is edge-triggered: call only after the system call said `EAGAIN`.
    func wait(on descriptor: Int32?, _ direction: Direction, until deadline: Deadline) async -> Wake {
        if Task.isCancelled { return .cancelled }
        let id = waits.makeID()
        return await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                unsafe waits.add(id, continuation, on: descriptor, direction, until: deadline)
            }
        } onCancel: {
            finish(id, .cancelled)
        }
    }

    /// Suspends until the waker given to `start` is woken, from whatever thread, the deadline comes or the task is cancelled.
    ///
    /// - Parameter start: called at once; the waker may be woken before it returns, more than once, and after the wait is over.
    package func wait(until deadline: Deadline, _ start: (Waker) -> Void) async -> Wake {
        if Task.isCancelled { return .cancelled }
        let id = waits.makeID()
        return await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                unsafe waits.add(id, continuation, on: nil, .read, until: deadline)
                start(Waker(loop: self, id: id))
            }
        } onCancel: {
            finish(id, .cancelled)
        }
    }

    /// Ends one ``wait(until:_:)``.
    package struct Waker: Sendable {
        fileprivate let loop: EventLoop
        fileprivate let id: WaitTable.ID

        package func wake() { loop.finish(id, .ready) }
    }

    private func finish(_ id: WaitTable.ID, _ result: Wake) {
        let wasAsleep = inbox.withLock { inbox in
            inbox.finishedWaits.append((id, result))
            return wake(&inbox)
        }
        if wasAsleep { ring() }
    }

    // MARK: Watching

    /// Begins to watch a descriptor for both directions.
    func watch(_ descriptor: Int32) throws(Errno) {
        try epoll.add(descriptor, token: waits.watch(descriptor))
    }

    /// Forgets a descriptor about to be closed; who waits on it is told `.cancelled`.
    func unwatch(_ descriptor: Int32) {
        waits.unwatch(descriptor)
    }
}
