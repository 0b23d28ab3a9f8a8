import Synchronization

/// The memory that the bodies of all requests in hand take together, up to a bound.
final class BodyBudget: Sendable {
    private let limit: Int
    private let heldBytes = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    var bytes: Int { heldBytes.withLock { $0 } }

    /// What one body takes of a budget, given back with its owner.
    struct Share: ~Copyable {
        private let budget: BodyBudget
        private var bytes = 0

        init(of budget: BodyBudget) {
            self.budget = budget
        }

        /// Takes as much more as makes `bytes` in all.
        ///
        /// It goes by what has arrived and not by what was announced: announcing costs a client nothing.
        /// - Returns: `false` when there is not so much left; the share stays as it was.
        mutating func grow(to bytes: Int) -> Bool {
            let more = bytes - self.bytes
            let isGranted = budget.heldBytes.withLock { held in
                guard more <= budget.limit - held else { return false }
                held += more
                return true
            }
            if isGranted { self.bytes = bytes }
            return isGranted
        }

        deinit {
            budget.heldBytes.withLock { [bytes] in $0 -= bytes }
        }
    }
}
