import Glibc

/// An instant on the monotonic clock by which something must have happened.
package struct Deadline: Hashable, Comparable, Sendable {
    /// Nanoseconds of `CLOCK_MONOTONIC`.
    package let nanoseconds: Int64

    /// A deadline that never comes.
    package static let never = Deadline(nanoseconds: .max)

    package static var now: Deadline {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Deadline(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    package static func after(_ delay: Duration) -> Deadline {
        now + delay
    }

    package static func < (left: Deadline, right: Deadline) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// A later (or, for a negative duration, earlier) deadline; far ones stop at ``never``.
    package static func + (deadline: Deadline, delay: Duration) -> Deadline {
        let (sum, overflow) = deadline.nanoseconds.addingReportingOverflow(delay.nanoseconds)
        return overflow ? .never : Deadline(nanoseconds: sum)
    }

    /// The time from `earlier` to `later`; negative when they stand the other way round.
    package static func - (later: Deadline, earlier: Deadline) -> Duration {
        .nanoseconds(later.nanoseconds - earlier.nanoseconds)
    }
}

extension Duration {
    /// The duration in whole nanoseconds, cut to what an `Int64` holds (about 292 years).
    package var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        guard abs(seconds) < 9_000_000_000 else { return seconds < 0 ? .min : .max }
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    /// The duration in seconds, as metrics carry it.
    package var seconds: Double {
        Double(nanoseconds) / 1e9
    }
}

/// Seconds of wall-clock time since 1970, as `CLOCK_REALTIME` says.
package func unixTimeNow() -> Double {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
