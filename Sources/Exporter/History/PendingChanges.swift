/// Changes waiting to be written: one for each key, in the order in which the keys came.
struct PendingChanges: Sendable {
    let capacity: Int
    let capacityBytes: Int
    /// Changes given up for lack of room, or because their numbers are none.
    private(set) var droppedCount = 0

    private var changes: [Change.Key: Change] = [:]
    private var order: [Change.Key] = []
    private var sizeBytes = 0

    init(capacity: Int, capacityBytes: Int) {
        self.capacity = capacity
        self.capacityBytes = capacityBytes
    }

    var count: Int { order.count }

    func contains(_ key: Change.Key) -> Bool { changes[key] != nil }

    /// Takes a change in, in place of one with the same key.
    ///
    /// Without room the oldest go, incidents and notes last.
    mutating func add(_ change: Change) {
        guard change.isSound, change.sizeBytes <= capacityBytes else {
            droppedCount += 1
            return
        }
        set(change)
        makeRoom()
    }

    /// Empties the queue.
    mutating func takeAll() -> [Change] {
        defer {
            changes = [:]
            order = []
            sizeBytes = 0
        }
        return order.compactMap { changes[$0] }
    }

    /// Takes back what could not be written, before all else; what has a newer change of its key by now is forgotten.
    mutating func putBack(_ batch: [Change]) {
        let newer = takeAll()
        for change in batch + newer { set(change) }
        makeRoom()
    }

    private mutating func set(_ change: Change) {
        if let old = changes.updateValue(change, forKey: change.key) {
            sizeBytes -= old.sizeBytes
        } else {
            order.append(change.key)
        }
        sizeBytes += change.sizeBytes
    }

    private mutating func makeRoom() {
        guard isTooMuch else { return }
        for keepsPrecious in [true, false] where isTooMuch {
            var kept: [Change.Key] = []
            for key in order {
                guard isTooMuch, let change = changes[key], !(keepsPrecious && change.isPrecious) else {
                    kept.append(key)
                    continue
                }
                changes[key] = nil
                sizeBytes -= change.sizeBytes
                droppedCount += 1
            }
            order = kept
        }
    }

    private var isTooMuch: Bool { changes.count > capacity || sizeBytes > capacityBytes }
}
