import Passwords
import Posix
import Synchronization

/// Compares passwords, one at a time and off the loop: it is slow on purpose.
final class PasswordDesk: Sendable {
    private struct Line {
        var jobs: [@Sendable () -> Void] = []
        var isServed = false
    }

    /// Who comes when this many wait is sent away: they would not be served in time.
    private static let longestLine = 64

    private let loop: EventLoop
    private let crew = Crew()
    private let line = Mutex(Line())

    /// - Parameter loop: where those who ask run.
    init(on loop: EventLoop) {
        self.loop = loop
    }

    /// Whether the hash is that of the password; `nil` when there was no time to find out.
    func isMatch(_ password: [UInt8], of hash: PasswordHash, until deadline: Deadline) async -> Bool? {
        let verdict = Verdict()
        let wake = await loop.wait(until: deadline) { waker in
            enqueue {
                if Deadline.now < deadline { verdict.isMatch.withLock { $0 = hash.matches(password) } }
                waker.wake()
            } orElse: {
                waker.wake()
            }
        }
        return wake == .ready ? verdict.isMatch.withLock { $0 } : nil
    }

    private final class Verdict: Sendable {
        let isMatch = Mutex<Bool?>(nil)
    }

    private func enqueue(_ job: @escaping @Sendable () -> Void, orElse refuse: () -> Void) {
        let (isTaken, needsServer) = line.withLock { line in
            guard line.jobs.count < Self.longestLine else { return (false, false) }
            line.jobs.append(job)
            defer { line.isServed = true }
            return (true, !line.isServed)
        }
        guard isTaken else { return refuse() }
        guard needsServer else { return }
        do throws(Errno) {
            try crew.start { [self] in serve() }
        } catch {
            // No thread to be had. All that wait find out by their deadlines, and the next to come tries again.
            line.withLock { $0 = Line() }
            refuse()
        }
    }

    private func serve() {
        while true {
            let job = line.withLock { line -> (@Sendable () -> Void)? in
                if line.jobs.isEmpty {
                    line.isServed = false
                    return nil
                }
                return line.jobs.removeFirst()
            }
            guard let job else { return }
            job()
        }
    }
}
