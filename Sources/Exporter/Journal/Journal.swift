import Posix
import Synchronization

/// Takes entries into a book, each only once it is on the disk: what was acknowledged outlives the process.
///
/// Without a history entries are taken in at once. What a book was when its checkpoint was made and the entries since make it
/// what it is, so a start reads back both. Entries are taken in on the history's own thread.
final class Journal<Book: JournalledBook>: Sendable {
    fileprivate struct State {
        var book: Book
        /// The place of the last entry taken in, among all the book ever had.
        var sequence = 0
        /// Entries that no checkpoint has yet.
        var uncheckedCount = 0
        var checkedAt = Deadline.now
        var isChecking = false

        func isDue(by policy: CheckpointPolicy) -> Bool {
            let elapsed = Deadline.now - checkedAt
            return uncheckedCount > policy.entries && elapsed >= policy.leastInterval
                || uncheckedCount > 0 && elapsed >= policy.interval
        }
    }

    private let name: String
    private let history: History
    private let policy: CheckpointPolicy
    private let state: Mutex<State>

    /// Reads back what the history remembers of the book.
    /// - Parameters:
    ///   - book: an empty one.
    ///   - name: tells its rows from other books'; fixed for ever.
    init(_ book: Book, name: String, _ context: SignalContext, policy: CheckpointPolicy = CheckpointPolicy()) {
        self.name = name
        self.policy = policy
        history = context.history
        var state = State(book: book)
        let faults = state.replay(context.remembered, name: name)
        for fault in faults { context.log.error("journal", ["book": name, "error": fault]) }
        self.state = Mutex(state)
    }

    /// Makes an entry durable, then takes it in.
    /// - Throws: why it is not on the disk; it is not taken in then, and must not be acknowledged.
    func append(_ entry: Book.Entry) async throws {
        try await history.append(entry.bytes, to: name) { [self] sequence in
            state.withLock { state in
                state.book.apply(entry)
                state.sequence = sequence
                state.uncheckedCount += 1
            }
        }
    }

    /// Looks at the book, or changes what is no entry's doing: its settings, the time it has come to.
    func withBook<Result: Sendable>(_ body: (inout Book) -> Result) -> Result {
        state.withLock { body(&$0.book) }
    }

    /// Puts the whole book on the disk in the place of its entries, when there are many or it is long since; returns at once.
    func keep() {
        guard history.isPersistent else { return }
        let hasLost = history.hasLost(name)
        let due = state.withLock { state -> (book: Book, sequence: Int, count: Int)? in
            guard !state.isChecking, hasLost || state.isDue(by: policy) else { return nil }
            state.isChecking = true
            return (state.book, state.sequence, state.uncheckedCount)
        }
        guard let due else { return }
        // The copy shares its memory with the book until that changes; the bytes are made on the history's thread.
        history.keep(
            name, through: due.sequence, snapshot: { due.book.snapshot },
            then: { [self] isKept in finishCheck(of: due.count, isKept: isKept) })
    }

    private func finishCheck(of count: Int, isKept: Bool) {
        state.withLock { state in
            state.isChecking = false
            guard isKept else { return }
            state.uncheckedCount -= count
            state.checkedAt = .now
        }
    }
}

extension Journal.State {
    /// - Returns: what could not be read back.
    fileprivate mutating func replay(_ remembered: Remembered, name: String) -> [String] {
        var faults: [String] = []
        if let checkpoint = remembered.checkpoints.first(where: { $0.book == name }) {
            sequence = checkpoint.sequence
            if !book.restore(checkpoint.bytes) { faults.append("the checkpoint is of another version or spoilt: it is left out") }
        }
        var spoiltCount = 0
        for row in remembered.entries where row.book == name && row.sequence > sequence {
            sequence = row.sequence
            uncheckedCount += 1
            if let entry = Book.Entry(bytes: row.bytes) { book.apply(entry) } else { spoiltCount += 1 }
        }
        if spoiltCount > 0 { faults.append("\(spoiltCount) entries are of another version or spoilt: they are left out") }
        return faults
    }
}
