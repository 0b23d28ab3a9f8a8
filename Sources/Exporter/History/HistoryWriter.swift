import Posix
import Store
import Synchronization

/// The one writer of a history, on a thread of its own: SQLite may block it, and nobody waits who did not ask to.
final class HistoryWriter: Sendable {
    private struct State {
        var pending: PendingChanges
        var status: HistoryStatus
        /// What is being written.
        var inFlight: Set<Change.Key> = []
        var rounds: Task<Void, Never>?
        var isClosed = false
    }

    private let settings: History.Settings
    private let log: Log
    let now: @Sendable () -> Double
    let loop: EventLoop
    let entries = EntryQueue()
    let sequences: Mutex<BookSequences>
    private let file: DatabaseFile
    private let state: Mutex<State>
    /// `nil` while it cannot be opened.
    private let archive: Mutex<Archive?>
    /// `nil` once the history is closed.
    private let directory: Mutex<StoreDirectory?>

    init(
        _ settings: History.Settings, log: Log, now: @escaping @Sendable () -> Double, loop: EventLoop, file: DatabaseFile,
        status: HistoryStatus, archive: consuming sending Archive?, sequences: BookSequences, directory: consuming StoreDirectory
    ) {
        self.settings = settings
        self.log = log
        self.now = now
        self.loop = loop
        self.file = file
        let pending = PendingChanges(capacity: settings.capacity, capacityBytes: settings.capacityBytes)
        state = Mutex(State(pending: pending, status: status))
        self.archive = Mutex(archive)
        self.sequences = Mutex(sequences)
        self.directory = Mutex(directory)
    }

    // MARK: For everybody

    var status: HistoryStatus {
        state.withLock { state in
            var status = state.status
            status.pending = state.pending.count + state.inFlight.count + entries.count
            status.dropped += state.pending.droppedCount
            return status
        }
    }

    func hasWritten(_ key: Change.Key) -> Bool {
        state.withLock { !$0.pending.contains(key) && !$0.inFlight.contains(key) }
    }

    func post(_ change: Change) {
        state.withLock { $0.pending.add(change) }
    }

    func commit(_ changes: [Change]) async throws(StoreError) {
        // Within the lock, so that it stands before what `close()` does.
        let task = state.withLock { state -> Task<StoreError?, Never>? in
            guard !state.isClosed else { return nil }
            return Task(executorPreference: loop) { self.write(and: changes) }
        }
        guard let task else { throw StoreError(.other, "the history is closed") }
        if let error = await task.value { throw error }
    }

    func hurry() {
        state.withLock { state in
            guard !state.isClosed else { return }
            loop.spawn { _ = self.write() }
        }
    }

    func start() {
        loop.start()
        let rounds = loop.spawn { await self.makeRounds() }
        state.withLock { $0.rounds = rounds }
    }

    func close() {
        let rounds = state.withLock { state in
            state.isClosed = true
            return state.rounds.take()
        }
        guard let rounds else { return }
        rounds.cancel()
        entries.close()
        loop.spawn {
            await rounds.value
            _ = self.write()
            while self.writeEntries() {}
            self.loop.stop()
        }
        loop.join()
        archive.withLock { $0 = nil }
        directory.withLock { $0 = nil }
    }

    // MARK: On the writer's thread

    private func makeRounds() async {
        var pause = settings.interval
        var nextPruning = Deadline.now
        while await loop.sleep(until: .after(pause)) == .timedOut {
            let isWritten = write() == nil
            pause = isWritten ? settings.interval : min(pause * 2, max(settings.longestInterval, settings.interval))
            if isWritten, nextPruning <= .now {
                prune()
                nextPruning = .after(.seconds(3600))
            }
        }
    }

    /// Writes what is pending, then `changes`.
    /// - Returns: why nothing was written, or why one of `changes` was refused.
    private func write(and changes: [Change] = []) -> StoreError? {
        let batch = state.withLock { state in
            let batch = state.pending.takeAll()
            state.inFlight = Set(batch.map(\.key))
            return batch
        }
        do throws(StoreError) {
            let refusals = try put(batch + changes)
            settle(written: batch.count + changes.count - refusals.count, refused: refusals.count)
            for refusal in refusals { log.error("history refuses a row", ["error": refusal.error]) }
            return refusals.first { $0.index >= batch.count }?.error
        } catch {
            settle(failed: batch, error)
            return error
        }
    }

    private func put(_ changes: [Change]) throws(StoreError) -> [Archive.Refusal] {
        try withArchive { archive throws(StoreError) in changes.isEmpty ? [] : try archive.write(changes) }
    }

    /// Works with the database, opened anew if it has to be.
    func withArchive<Result: Sendable>(
        _ body: (borrowing Archive) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        var notices: [String] = []
        defer { note(notices) }
        let time = now()
        return try archive.withLock { archive throws(StoreError) in
            if archive != nil, !file.exists {
                archive = nil
                notices.append("\(file.path) has been taken away, a new one is begun")
            }
            if archive == nil {
                let opened = try Archive.open(file, busyTimeout: settings.busyTimeout, at: time, notices: &notices)
                try meetBooks(of: opened, notices: &notices)
                archive = consume opened
            }
            do throws(StoreError) {
                switch archive {
                case .some(let open): return try body(open)
                case .none: throw StoreError(.other, "the history is closed")
                }
            } catch {
                // Looked over from the start next time, and set aside if need be.
                if !error.isOfTheDisk { archive = nil }
                throw error
            }
        }
    }

    private func prune() {
        let time = now()
        do throws(StoreError) {
            try archive.withLock { archive throws(StoreError) in
                try archive?.prune(olderThan: settings.retention, at: time)
            }
        } catch {
            settle(failed: [], error)
        }
    }

    private func note(_ notices: [String]) {
        guard !notices.isEmpty else { return }
        state.withLock { $0.status.notices += notices }
        for notice in notices { log.error("history opened", ["problem": notice]) }
    }

    private func settle(written: Int, refused: Int) {
        let (sizeBytes, time) = (file.sizeBytes, now())
        let wasHealthy = state.withLock { state in
            defer { state.status.isHealthy = true }
            state.inFlight = []
            state.status.writes += written
            state.status.dropped += refused
            state.status.sizeBytes = sizeBytes
            if written > 0 { state.status.lastWriteAt = time }
            return state.status.isHealthy
        }
        if !wasHealthy { log.info("history is written again") }
    }

    func settle(journalled count: Int) {
        let time = now()
        let wasHealthy = state.withLock { state in
            defer { state.status.isHealthy = true }
            state.status.writes += count
            state.status.lastWriteAt = time
            return state.status.isHealthy
        }
        if !wasHealthy { log.info("history is written again") }
    }

    func settle(failed batch: [Change], _ error: StoreError) {
        let wasHealthy = state.withLock { state in
            defer { state.status.isHealthy = false }
            state.inFlight = []
            state.pending.putBack(batch)
            state.status.writeFailures += 1
            return state.status.isHealthy
        }
        if wasHealthy {
            log.error("history not written, changes wait in memory", ["file": file.path, "error": error])
        }
    }
}

extension StoreError {
    /// Whether it may pass without anybody's doing anything to the file.
    var isOfTheDisk: Bool { kind == .full || kind == .inputOutput || kind == .busy }
}
