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
        /// Oldest first.
        var handshakes: [ID] = []
        var failedHandshakes = 0
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

    /// Marks a connection as shaking hands. An honest client is through in milliseconds: of more than `limit` the oldest gives way.
    func beginHandshake(_ id: ID, limit: Int) {
        state.withLock { state in
            state.handshakes.append(id)
            guard state.handshakes.count > limit else { return }
            state.entries[state.handshakes.removeFirst()]?.task.cancel()
        }
    }

    func endHandshake(_ id: ID, isDone: Bool) {
        state.withLock { state in
            state.handshakes.removeAll { $0 == id }
            if !isDone { state.failedHandshakes += 1 }
        }
    }

    func countAcceptFailure() {
        state.withLock { $0.acceptFailures += 1 }
    }

    /// Ends the connections that have no request in hand and lets no new one in.
    /// - Returns: the tasks of all that are open.
    func stop() -> [Task<Void, Never>] {
        state.withLock { state in
            state.isStopping = true
            for entry in state.entries.values where entry.isIdle { entry.task.cancel() }
            for id in state.handshakes { state.entries[id]?.task.cancel() }
            return state.entries.values.map(\.task)
        }
    }

    func fill(_ statistics: inout ServerStatistics) {
        state.withLock { state in
            statistics.connectionsOpen = state.entries.count
            statistics.connectionsAccepted = state.accepted
            statistics.connectionsRefused = state.refused
            statistics.acceptFailures = state.acceptFailures
            statistics.handshakesFailed = state.failedHandshakes
        }
    }
}
