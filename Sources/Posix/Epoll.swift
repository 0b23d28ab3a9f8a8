import CLinux
import Glibc

/// An epoll(7) instance that watches descriptors edge-triggered, each under a number of the caller's choice.
@safe struct Epoll: ~Copyable {
    struct Event {
        let token: UInt64
        let readable: Bool
        let writable: Bool
    }

    private let descriptor: FileDescriptor
    private let events: UnsafeMutableBufferPointer<epoll_event>

    init() throws(Errno) {
        descriptor = FileDescriptor(owning: try retryingInterrupts { epoll_create1(Int32(EPOLL_CLOEXEC)) })
        unsafe events = .allocate(capacity: 256)
        unsafe events.initialize(repeating: epoll_event())
    }

    deinit {
        unsafe events.deallocate()
    }

    /// Watches a descriptor until it is closed.
    func add(_ number: Int32, token: UInt64) throws(Errno) {
        var event = unsafe epoll_event()
        unsafe event.events = EPOLLIN.rawValue | EPOLLOUT.rawValue | EPOLLRDHUP.rawValue | EPOLLET.rawValue
        unsafe event.data.u64 = token
        try retryingInterrupts { unsafe epoll_ctl(descriptor.number, EPOLL_CTL_ADD, number, &event) }
    }

    /// Blocks for at most the given time (-1: without end); a signal ends the wait early.
    /// - Returns: how many events there are to look at.
    func wait(milliseconds: Int32) -> Int {
        max(0, Int(unsafe epoll_wait(descriptor.number, events.baseAddress, Int32(events.count), milliseconds)))
    }

    /// What happened, at an index below the count of the last wait.
    subscript(index: Int) -> Event {
        let flags = unsafe events[index].events
        // After an error both directions are "ready": the next system call tells what it was.
        let failed = flags & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0
        return Event(
            token: unsafe events[index].data.u64, readable: failed || flags & (EPOLLIN.rawValue | EPOLLRDHUP.rawValue) != 0,
            writable: failed || flags & EPOLLOUT.rawValue != 0)
    }
}
