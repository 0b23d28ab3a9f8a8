import Store
import Synchronization

/// Entries that wait to be made durable: those that come while a transaction is being written go into the next one together.
final class EntryQueue: Sendable {
    struct Entry: Sendable {
        let book: String
        let bytes: [UInt8]
        /// Hears the entry's sequence when it is on the disk.
        let takeIn: @Sendable (Int) -> Void
        /// Hears why it is not on the disk, or `nil`.
        let answer: CheckedContinuation<StoreError?, Never>
    }

    /// What becomes of an entry.
    enum Admission {
        case queued
        /// Nobody is at work on the queue: whoever adds this has to see to it.
        case queuedFirst
        case refused(StoreError)
    }

    private struct State {
        var entries: [Entry] = []
        var sizeBytes = 0
        var isServed = false
        var isClosed = false
    }

    /// Entries that may wait, and the memory they may take: more would not be answered in time either.
    static let capacity = 10_000
    static let capacityBytes = 16 << 20
    /// Entries of one transaction: who is in it waits for all of it.
    static let longestBatch = 2_000

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.entries.count } }

    func add(_ entry: Entry) -> Admission {
        state.withLock { state in
            guard !state.isClosed else { return .refused(StoreError(.other, "the history is closed")) }
            let sizeBytes = state.sizeBytes + entry.sizeBytes
            guard state.entries.count < Self.capacity, sizeBytes <= Self.capacityBytes else {
                return .refused(StoreError(.busy, "too many entries wait for the disk"))
            }
            state.entries.append(entry)
            state.sizeBytes = sizeBytes
            defer { state.isServed = true }
            return state.isServed ? .queued : .queuedFirst
        }
    }

    /// Takes out those that come next; when there are none, the queue is no longer served.
    func takeBatch() -> [Entry] {
        state.withLock { state in
            let batch = Array(state.entries.prefix(Self.longestBatch))
            state.entries.removeFirst(batch.count)
            for entry in batch { state.sizeBytes -= entry.sizeBytes }
            if batch.isEmpty { state.isServed = false }
            return batch
        }
    }

    /// Takes nothing more.
    func close() {
        state.withLock { $0.isClosed = true }
    }
}

extension EntryQueue.Entry {
    /// About the memory it takes while it waits.
    fileprivate var sizeBytes: Int { 256 + bytes.count }
}
