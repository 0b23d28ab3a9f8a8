import CLinux
import Glibc

/// A count that threads wait for to be more than zero: sem_overview(7).
@safe package final class Semaphore: Sendable {
    // The address of a sem_t, which its threads share by its own rules.
    private let address: UInt

    /// A count of zero.
    package init() {
        let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
        _ = unsafe sem_init(semaphore, 0, 0)
        address = UInt(bitPattern: semaphore)
    }

    deinit {
        _ = unsafe sem_destroy(pointer)
        unsafe pointer.deallocate()
    }

    /// Adds one, and lets one waiting thread go on.
    package func signal() {
        _ = unsafe sem_post(pointer)
    }

    /// Blocks until there is one to take.
    package func wait() {
        while unsafe sem_wait(pointer) != 0 {}
    }

    /// Blocks until there is one to take, or the deadline comes: then `false`.
    package func wait(until deadline: Deadline) -> Bool {
        guard deadline != .never else {
            wait()
            return true
        }
        let nanoseconds = max(deadline.nanoseconds, 0)
        var time = timespec(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        while unsafe sem_clockwait(pointer, CLOCK_MONOTONIC, &time) != 0 {
            if Errno.last.code == ETIMEDOUT { return false }
        }
        return true
    }

    private var pointer: UnsafeMutablePointer<sem_t> {
        // It was allocated, so it is never null.
        unsafe UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
    }
}
