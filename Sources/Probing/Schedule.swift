package import Posix

/// When a probe is due: every interval, from an offset of its own on.
package struct Schedule: Sendable, Equatable {
    /// When a tick comes, and how many were let go before it.
    package struct Tick: Sendable, Equatable {
        package var due: Deadline
        package var skipped: Int
    }

    /// All first ticks come within this, however long the intervals: a verdict is wanted within a minute.
    package static let longestSpread: Duration = .seconds(45)

    private let interval: Duration
    /// When the next tick is due, unless it is skipped.
    package private(set) var next: Deadline

    /// - Parameters:
    ///   - interval: one shorter than a millisecond counts as that.
    ///   - index: which of `count` probes this is; their first ticks are spread evenly over the interval, at most
    ///     over ``longestSpread``.
    package init(every interval: Duration, from start: Deadline, index: Int, of count: Int) {
        let interval = max(interval, .milliseconds(1))
        self.interval = interval
        let spread = min(interval, Self.longestSpread)
        next = start + .nanoseconds(spread.nanoseconds / Int64(max(count, 1)) * Int64(index))
    }

    /// Ticks at the multiples of the interval on the monotonic clock plus a part of it, whenever they begin to be taken.
    /// - Parameters:
    ///   - interval: one shorter than a millisecond counts as that.
    ///   - phase: any number; what it leaves over when divided by the interval in nanoseconds is that part.
    package init(every interval: Duration, phase: UInt64, after start: Deadline) {
        let interval = max(interval, .milliseconds(1))
        self.interval = interval
        let length = UInt64(max(interval.nanoseconds, 1))
        let reached = UInt64(max(start.nanoseconds, 0)) % length
        let offset = phase % length
        next = start + .nanoseconds(Int64(offset >= reached ? offset - reached : length - reached + offset))
    }

    /// The next tick at or after `now`, skipping those that are over.
    ///
    /// A tick less than one interval old is still taken, late; older ones are skipped. So a slow probe costs ticks but never
    /// shifts the rhythm.
    package mutating func take(at now: Deadline) -> Tick {
        var skipped = 0
        let behind = (now - next).nanoseconds
        if behind >= interval.nanoseconds {
            skipped = Int(behind / interval.nanoseconds)
            next = next + .nanoseconds(interval.nanoseconds * Int64(skipped))
        }
        defer { next = next + interval }
        return Tick(due: next, skipped: skipped)
    }
}
