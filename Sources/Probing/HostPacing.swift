package import Posix
import Synchronization

/// Keeps probes of one host apart, whatever their targets' own rhythms.
package final class HostPacing: Sendable {
    private let gap: Duration
    private let free = Mutex<[String: Deadline]>([:])

    package init(gap: Duration) {
        self.gap = gap
    }

    /// Reserves the next free moment at or after `due` for a host; "" is no host and never waits.
    package func reserve(_ host: String, at due: Deadline) -> Deadline {
        guard !host.isEmpty, gap > .zero else { return due }
        return free.withLock { free in
            let moment = max(due, free[host] ?? due)
            free[host] = moment + gap
            return moment
        }
    }
}
