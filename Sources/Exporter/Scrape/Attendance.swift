import Posix
import Synchronization

/// Which collectors a scrape has left behind, and which of them have come back since.
final class Attendance: Sendable {
    private let absent = Mutex<[Int: Deadline]>([:])

    /// How many are away.
    var absentCount: Int {
        absent.withLock { $0.count }
    }

    /// How long the collector at `index` has been away; `nil` if it is there.
    func absence(of index: Int) -> Duration? {
        absent.withLock { $0[index].map { .now - $0 } }
    }

    func leave(_ index: Int) {
        absent.withLock { $0[index] = .now }
    }

    func comeBack(_ index: Int) {
        absent.withLock { $0[index] = nil }
    }
}
