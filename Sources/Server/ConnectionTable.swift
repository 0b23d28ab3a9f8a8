import Synchronization

/// The open connections, and which of them wait for a request.
final class ConnectionTable: Sendable {
    typealias ID = UInt64

    private struct Entry {
        let task: Task<Void, Never>
        var isIdle = false
    }

    private struct State {
        var entries: [ID: Entry] = [:]
        var accepted = 0
        var refused = 0
        var acceptFailures = 0
        var isStopping = false
    }

    private let state = Mutex(State())

    var isStopping: Bool { state.withLock { $0.isStopping } }

    /// Takes in a connection, unless `limit` of them are open.
    /// - Parameter start: starts the task that serves it, on the loop of the caller.
    func open(limit: Int, _ start: (ID) -> Task<Void, Never>) -> Bool {
        state.withLock { state in
            guard state.entries.count < limit, !state.isStopping else {
                state.refused += 1
                return false
            }
            state.accepted += 1
            let id = ID(state.accepted)
            state.entries[id] = Entry(task: start(id))
            return true
        }
    }

    func close(_ id: ID) {
        state.withLock { _ = $0.entries.removeValue(forKey: id) }
    }

    /// Marks a connection as waiting for a request; `false` when none may come any more.
    func beginIdling(_ id: ID) -> Bool {
        state.withLock { state in
            state.entries[id]?.isIdle = true
            return !state.isStopping
        }
    }

    func endIdling(_ id: ID) {
        state.withLock { $0.entries[id]?.isIdle = false }
    }

    func countAcceptFailure() {
        state.withLock { $0.acceptFailures += 1 }
    }

    /// Ends the idle connections and lets no new one in.
    /// - Returns: the tasks of all that are open.
    func stop() -> [Task<Void, Never>] {
        state.withLock { state in
            state.isStopping = true
            for entry in state.entries.values where entry.isIdle { entry.task.cancel() }
            return state.entries.values.map(\.task)
        }
    }

    func fill(_ statistics: inout ServerStatistics) {
        state.withLock { state in
            statistics.connectionsOpen = state.entries.count
            statistics.connectionsAccepted = state.accepted
            statistics.connectionsRefused = state.refused
            statistics.acceptFailures = state.acceptFailures
        }
    }
}
