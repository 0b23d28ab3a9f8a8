import Synchronization

/// Figures of requests, by path.
final class RequestCounters: Sendable {
    private struct State {
        var handlers: [ServerStatistics.Handler]
        let indices: [String: Int]
    }

    /// The path under which requests are counted that no route took.
    static let other = "other"

    private let state: Mutex<State>

    init(paths: [String]) {
        let all = paths + [Self.other]
        let indices = Dictionary(all.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
        state = Mutex(State(handlers: all.map(ServerStatistics.Handler.init), indices: indices))
    }

    var handlers: [ServerStatistics.Handler] { state.withLock { $0.handlers } }

    /// Counts a handler as running, unless `limit` of this path already are.
    func begin(_ path: String, limit: Int?) -> Bool {
        update(path) { handler in
            if let limit, handler.inFlight >= limit { return false }
            handler.inFlight += 1
            return true
        } ?? false
    }

    func end(_ path: String) {
        update(path) { $0.inFlight -= 1 }
    }

    func count(_ path: String, status: Int) {
        update(path) { handler in
            switch status {
            case ..<300: handler.successes += 1
            case ..<400: handler.redirects += 1
            case ..<500: handler.clientErrors += 1
            default: handler.serverErrors += 1
            }
        }
    }

    @discardableResult
    private func update<Result: Sendable>(_ path: String, _ change: (inout ServerStatistics.Handler) -> Result) -> Result? {
        state.withLock { state in
            guard let index = state.indices[path] else { return nil }
            return change(&state.handlers[index])
        }
    }
}
