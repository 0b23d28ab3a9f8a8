import Posix
import Prometheus
import Synchronization
import WhatsApp

/// What scrapes show of the business platform's health.
final class HealthLedger: Sendable {
    /// All of it at one time.
    struct Snapshot: Sendable {
        /// By ``HealthAnswer/label``.
        var requests: [String: UInt64] = [:]
        /// By whose turn it is to do something.
        var errors: [APIErrorClass.Side: UInt64] = [:]
        var durations = Histogram(Buckets([0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]))
        /// The last said of each limit.
        var usage: [APIUsage.Kind: Double] = [:]
        /// Seconds; `nil` while not configured.
        var pollInterval: Double?
        var readings: [HealthBook.Reading] = []
    }

    private struct State {
        var book = HealthBook()
        var shown = Snapshot()
    }

    private let state = Mutex(State())

    /// - Parameter section: `nil` where there is none (any more): nothing of it is shown then.
    func reconfigure(_ section: BusinessSection?) {
        state.withLock { state in
            state.book.reconfigure(section?.nodes ?? [], interval: section?.interval.seconds ?? 0)
            state.shown.pollInterval = section?.interval.seconds
            if section == nil { state.shown.usage = [:] }
        }
    }

    /// Takes in what came of a call.
    /// - Returns: whether it is worth a second look.
    func record(_ reply: HealthCall.Reply, of node: String, pollInterval: Double, at time: Double) -> Bool {
        state.withLock { state in
            state.shown.requests[reply.answer.label, default: 0] += 1
            if case .error(let kind, _) = reply.answer, let side = kind.side { state.shown.errors[side, default: 0] += 1 }
            if let took = reply.took { state.shown.durations.observe(took) }
            state.shown.usage.merge(reply.usage.ratios) { _, new in new }
            if state.shown.pollInterval != nil { state.shown.pollInterval = pollInterval }
            return state.book.take(reply.answer, of: node, at: time)
        }
    }

    /// What may be said now.
    func claims(at time: Double) -> HealthBook.Claims {
        state.withLock { $0.book.claims(at: time) }
    }

    func snapshot(at time: Double) -> Snapshot {
        state.withLock { state in
            var snapshot = state.shown
            snapshot.readings = state.book.readings(at: time)
            return snapshot
        }
    }
}
