import Synchronization

/// The open connections, and which of them wait for a request.
final class ConnectionTable: Sendable {
    typealias ID = UInt64

    private struct Entry {
        let task: Task<Void, Never>
        var isIdle = false
        /// Since which turn it has waited for its next request; `nil` for one that has not had its first, or has one in hand.
        var resting: UInt64?
    }

    private struct State {
        var entries: [ID: Entry] = [:]
        /// Told to end to make room, and not gone yet.
        var leaving: Set<ID> = []
        var rests: UInt64 = 0
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

    /// Takes in a connection. When `limit` of them are open, the one that has rested longest between two requests gives way;
    /// when none rests, there is no room.
    /// - Parameter start: starts the task that serves it, on the loop of the caller.
    func open(limit: Int, _ start: (ID) -> Task<Void, Never>) -> Bool {
        state.withLock { state in
            guard !state.isStopping, state.entries.count - state.leaving.count < limit || makeRoom(in: &state) else {
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
        state.withLock { state in
            state.entries[id] = nil
            state.leaving.remove(id)
        }
    }

    /// Marks a connection as waiting for a request; `false` when none may come any more.
    /// - Parameter hasServed: whether it would be the next one, not the first.
    func beginIdling(_ id: ID, hasServed: Bool) -> Bool {
        state.withLock { state in
            state.rests += 1
            state.entries[id]?.isIdle = true
            state.entries[id]?.resting = hasServed ? state.rests : nil
            return !state.isStopping
        }
    }

    func endIdling(_ id: ID) {
        state.withLock { state in
            state.entries[id]?.isIdle = false
            state.entries[id]?.resting = nil
        }
    }

    /// Ends the connection that has rested longest: its client comes again, as for any that a server closes between requests.
    private func makeRoom(in state: inout State) -> Bool {
        let resting = state.entries.lazy.compactMap { id, entry in entry.resting.map { (id: id, since: $0) } }
        guard let id = resting.min(by: { $0.since < $1.since })?.id else { return false }
        state.leaving.insert(id)
        state.entries[id]?.resting = nil
        state.entries[id]?.task.cancel()
        return true
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
