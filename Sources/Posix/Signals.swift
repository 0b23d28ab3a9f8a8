import CLinux
import Glibc

/// Signals as events on a loop, instead of handlers that may do almost nothing.
package struct Signals: ~Copyable {
    private let socket: Socket

    /// Keeps the signals from their default action in this thread and all threads it starts later.
    ///
    /// Call it in `main` before any thread exists; SIGPIPE is ignored at the same time.
    package static func block(_ signals: [Int32]) {
        var set = mask(of: signals)
        _ = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Opens a queue of the given, already blocked, signals (`signalfd(2)`).
    package init(_ signals: [Int32], on loop: EventLoop) throws(Errno) {
        var set = Self.mask(of: signals)
        let number = try retryingInterrupts {
            unsafe signalfd(-1, &set, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
        }
        socket = try Socket(adopting: FileDescriptor(owning: number), on: loop)
    }

    /// Waits for the next signal; `nil` when the deadline came or the task was cancelled.
    package func next(until deadline: Deadline = .never) async -> Int32? {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        while true {
            if unsafe read(socket.number, &info, size) == size { return Int32(info.ssi_signo) }
            do { try await socket.readable(until: deadline) } catch { return nil }
        }
    }

    private static func mask(of signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }
}
