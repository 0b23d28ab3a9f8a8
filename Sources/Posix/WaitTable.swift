/// Who waits for what on a loop: descriptors, deadlines and the tasks suspended on them.
///
/// Confined to the loop's thread.
struct WaitTable {
    /// Names a wait; never reused.
    typealias ID = UInt64

    @safe private struct Wait {
        let continuation: UnsafeContinuation<EventLoop.Wake, Never>
        var timer: TimerQueue<ID>.Token?
        var descriptor: Int32?
        var direction: EventLoop.Direction
    }

    /// What a descriptor number stands for now. The generation tells a reused number from its predecessor, whose
    /// events may still be in the batch being handled.
    private struct Watch {
        var generation: UInt32 = 0
        var reader: ID?
        var writer: ID?
    }

    private var timers = TimerQueue<ID>()
    private var waits: [ID: Wait] = [:]
    private var watches: [Watch] = []
    private var lastID: ID = 0

    var earliestDeadline: Deadline? { timers.earliest }

    mutating func makeID() -> ID {
        lastID += 1
        return lastID
    }

    /// Books a suspended task, to be resumed by what happens first.
    mutating func add(
        _ id: ID, _ continuation: UnsafeContinuation<EventLoop.Wake, Never>, on descriptor: Int32?,
        _ direction: EventLoop.Direction, until deadline: Deadline
    ) {
        let timer = deadline == .never ? nil : timers.insert(id, at: deadline)
        waits[id] = unsafe Wait(continuation: continuation, timer: timer, descriptor: descriptor, direction: direction)
        if let descriptor { mark(descriptor, direction, id) }
    }

    /// Resumes a task that still waits.
    mutating func finish(_ id: ID, _ wake: EventLoop.Wake) {
        guard let wait = waits.removeValue(forKey: id) else { return }
        if let timer = wait.timer { timers.remove(timer) }
        if let descriptor = wait.descriptor { mark(descriptor, wait.direction, nil) }
        unsafe wait.continuation.resume(returning: wake)
    }

    mutating func finishDue(at now: Deadline) {
        while let id = timers.popDue(at: now) { finish(id, .timedOut) }
    }

    /// Begins to watch a descriptor for both directions.
    /// - Returns: the token for its events.
    mutating func watch(_ descriptor: Int32) -> UInt64 {
        while watches.count <= Int(descriptor) { watches.append(Watch()) }
        let generation = watches[Int(descriptor)].generation &+ 1
        watches[Int(descriptor)] = Watch(generation: generation)
        return UInt64(UInt32(bitPattern: descriptor)) | UInt64(generation) << 32
    }

    /// Forgets a descriptor; who waits on it is told `.cancelled`.
    mutating func unwatch(_ descriptor: Int32) {
        let watch = watches[Int(descriptor)]
        watches[Int(descriptor)] = Watch(generation: watch.generation &+ 1)
        for id in [watch.reader, watch.writer] {
            if let id { finish(id, .cancelled) }
        }
    }

    /// Resumes who waits for what an event tells.
    mutating func handle(_ event: Epoll.Event) {
        let watch = watches[Int(Int32(truncatingIfNeeded: event.token))]
        guard watch.generation == UInt32(truncatingIfNeeded: event.token >> 32) else { return }
        if event.readable, let reader = watch.reader { finish(reader, .ready) }
        if event.writable, let writer = watch.writer { finish(writer, .ready) }
    }

    private mutating func mark(_ descriptor: Int32, _ direction: EventLoop.Direction, _ id: ID?) {
        switch direction {
        case .read: watches[Int(descriptor)].reader = id
        case .write: watches[Int(descriptor)].writer = id
        }
    }
}
