import Posix
import Store
import Synchronization

extension HistoryWriter {
    // MARK: For everybody

    /// See ``History/append(_:to:takeIn:)``.
    func append(_ bytes: [UInt8], to book: String, takeIn: @escaping @Sendable (Int) -> Void) async throws(StoreError) {
        let error = await withCheckedContinuation { answer in
            switch entries.add(EntryQueue.Entry(book: book, bytes: bytes, takeIn: takeIn, answer: answer)) {
            case .queued: break
            case .queuedFirst: loop.spawn { [self] in await serveEntries() }
            case .refused(let error): answer.resume(returning: error)
            }
        }
        if let error { throw error }
    }

    /// See ``History/keep(_:through:snapshot:then:)``.
    func keep(
        _ book: String, through sequence: Int, snapshot: @escaping @Sendable () -> [UInt8],
        then: @escaping @Sendable (_ isKept: Bool) -> Void
    ) {
        // Left alone by a loop that has ended: then nobody asks any more.
        loop.spawn { [self] in
            then(write(CheckpointRow(book: book, sequence: sequence, at: now(), bytes: snapshot())))
        }
    }

    /// Whether the disk has not all that a book was made of.
    func hasLost(_ book: String) -> Bool {
        sequences.withLock { $0.lost.contains(book) }
    }

    // MARK: On the writer's thread

    private func serveEntries() async {
        while writeEntries() { await Task.yield() }
    }

    /// Writes what waits, or the first of much.
    /// - Returns: `false` when nothing did.
    func writeEntries() -> Bool {
        let batch = entries.takeBatch()
        guard !batch.isEmpty else { return false }
        do throws(StoreError) {
            let rows = try withArchive { archive throws(StoreError) in
                var sequences = sequences.withLock { $0 }
                let rows = batch.map { EntryRow(book: $0.book, sequence: sequences.next(of: $0.book), bytes: $0.bytes) }
                try archive.append(rows)
                self.sequences.withLock { [sequences] in $0 = sequences }
                return rows
            }
            settle(journalled: rows.count)
            for (entry, row) in zip(batch, rows) {
                entry.takeIn(row.sequence)
                entry.answer.resume(returning: nil)
            }
        } catch {
            settle(failed: [], error)
            for entry in batch { entry.answer.resume(returning: error) }
        }
        return true
    }

    private func write(_ checkpoint: CheckpointRow) -> Bool {
        do throws(StoreError) {
            let isKept = try withArchive { archive throws(StoreError) in
                guard !(sequences.withLock { $0.unread.contains(checkpoint.book) }) else { return false }
                try archive.keep(checkpoint)
                return true
            }
            if isKept { sequences.withLock { $0.keep(checkpoint) } }
            return isKept
        } catch {
            settle(failed: [], error)
            return false
        }
    }

    /// Finds out what a database has of the journals that was opened after the start.
    func meetBooks(of archive: borrowing Archive, notices: inout [String]) throws(StoreError) {
        let found = try ArchiveReading.lastSequences(in: archive.database)
        for book in sequences.withLock({ $0.meet(found) }) {
            notices.append("the journal of \(book) has entries that were not read, they are at the next start")
        }
    }
}
