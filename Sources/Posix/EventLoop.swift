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
        var cancelledWaits: [UInt64] = []
        var isAsleep = false
        var isStopped = false
    }

    @safe private struct Wait {
        let continuation: UnsafeContinuation<Wake, Never>
        var timer: TimerQueue<UInt64>.Token?
        var descriptor: Int32?
        var direction = Direction.read
    }

    /// What a descriptor number stands for now. The generation tells a reused number from its predecessor, whose
    /// events may still be in the batch being handled.
    private struct Watch {
        var generation: UInt32 = 0
        var reader: UInt64?
        var writer: UInt64?
    }

    private let inbox = Mutex(Inbox())
    private let ownThread = Mutex<pthread_t?>(nil)
    private let epoll: Epoll
    private let alarm: FileDescriptor

    // Confined to the loop's thread.
    private var thread: pthread_t?
    private var timers = TimerQueue<UInt64>()
    private var waits: [UInt64: Wait] = [:]
    private var watches: [Watch] = []
    private var lastWait: UInt64 = 0
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
        thread = pthread_self()
        while true {
            var cancelled: [UInt64] = []
            let isStopped = inbox.withLock { inbox in
                swap(&inbox.jobs, &jobs)
                swap(&inbox.cancelledWaits, &cancelled)
                return inbox.isStopped
            }
            if isStopped { return }
            for wait in cancelled { finish(wait, .cancelled) }
            for job in jobs {
                unsafe job.runSynchronously(on: asUnownedTaskExecutor())
            }
            jobs.removeAll(keepingCapacity: true)
            if timers.earliest != nil {
                let now = Deadline.now
                while let wait = timers.popDue(at: now) { finish(wait, .timedOut) }
            }
            poll()
        }
    }

    private func poll() {
        let mayDoze = inbox.withLock { inbox in
            inbox.isAsleep = inbox.jobs.isEmpty && inbox.cancelledWaits.isEmpty && !inbox.isStopped
            return inbox.isAsleep
        }
        epoll.wait(milliseconds: mayDoze ? timeoutMilliseconds : 0) { event in
            let descriptor = Int32(truncatingIfNeeded: event.token)
            guard descriptor != alarm.number else {
                var rings: UInt64 = 0
                _ = unsafe read(descriptor, &rings, 8)
                return
            }
            let watch = watches[Int(descriptor)]
            guard watch.generation == UInt32(truncatingIfNeeded: event.token >> 32) else { return }
            if event.readable, let reader = watch.reader { finish(reader, .ready) }
            if event.writable, let writer = watch.writer { finish(writer, .ready) }
        }
        inbox.withLock { $0.isAsleep = false }
    }

    private var timeoutMilliseconds: Int32 {
        guard let earliest = timers.earliest, earliest != .never else { return -1 }
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
        lastWait += 1
        let id = lastWait
        return await withTaskCancellationHandler {
            await unsafe withUnsafeContinuation { continuation in
                var wait = unsafe Wait(continuation: continuation)
                if deadline != .never { wait.timer = timers.insert(id, at: deadline) }
                if let descriptor {
                    wait.descriptor = descriptor
                    wait.direction = direction
                    switch direction {
                    case .read: watches[Int(descriptor)].reader = id
                    case .write: watches[Int(descriptor)].writer = id
                    }
                }
                waits[id] = wait
            }
        } onCancel: {
            let wasAsleep = inbox.withLock { inbox in
                inbox.cancelledWaits.append(id)
                return wake(&inbox)
            }
            if wasAsleep { ring() }
        }
    }

    private func finish(_ id: UInt64, _ wake: Wake) {
        guard let wait = waits.removeValue(forKey: id) else { return }
        if let timer = wait.timer { timers.remove(timer) }
        if let descriptor = wait.descriptor {
            switch wait.direction {
            case .read: watches[Int(descriptor)].reader = nil
            case .write: watches[Int(descriptor)].writer = nil
            }
        }
        unsafe wait.continuation.resume(returning: wake)
    }

    // MARK: Watching

    /// Begins to watch a descriptor for both directions.
    func watch(_ descriptor: Int32) throws(Errno) {
        while watches.count <= Int(descriptor) { watches.append(Watch()) }
        let generation = watches[Int(descriptor)].generation &+ 1
        watches[Int(descriptor)] = Watch(generation: generation)
        try epoll.add(descriptor, token: UInt64(UInt32(bitPattern: descriptor)) | UInt64(generation) << 32)
    }

    /// Forgets a descriptor about to be closed; who waits on it is told `.cancelled`.
    func unwatch(_ descriptor: Int32) {
        let watch = watches[Int(descriptor)]
        watches[Int(descriptor)] = Watch(generation: watch.generation &+ 1)
        for id in [watch.reader, watch.writer] {
            if let id { finish(id, .cancelled) }
        }
    }
}
