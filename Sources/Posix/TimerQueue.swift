/// Deadlines in order, each with what waits for it: a binary heap whose entries can also be withdrawn.
package struct TimerQueue<Payload> {
    /// Names an entry for ``remove(_:)``; never reused.
    package struct Token: Hashable, Sendable {
        fileprivate let slot: UInt32
        fileprivate let generation: UInt32
    }

    fileprivate struct Entry {
        var deadline: Deadline
        var slot: UInt32
        var payload: Payload
    }

    /// Where a token's entry is. A slot whose entry has gone is used again, under the next generation.
    private struct Slot {
        var generation: UInt32 = 0
        var position: Int?
    }

    private var heap: [Entry] = []
    private var slots: [Slot] = []
    private var freeSlots: [UInt32] = []

    package init() {}

    package var count: Int { heap.count }
    package var earliest: Deadline? { heap.first?.deadline }

    /// Adds an entry.
    package mutating func insert(_ payload: Payload, at deadline: Deadline) -> Token {
        let slot = freeSlots.popLast() ?? UInt32(slots.count)
        if Int(slot) == slots.count { slots.append(Slot()) }
        heap.append(Entry(deadline: deadline, slot: slot, payload: payload))
        siftUp(from: heap.count - 1)
        return Token(slot: slot, generation: slots[Int(slot)].generation)
    }

    /// Withdraws an entry; `nil` when it has fired or was withdrawn before.
    @discardableResult
    package mutating func remove(_ token: Token) -> Payload? {
        let slot = slots[Int(token.slot)]
        guard slot.generation == token.generation, let position = slot.position else { return nil }
        return remove(at: position)
    }

    /// Takes out the earliest entry if its time has come.
    package mutating func popDue(at now: Deadline) -> Payload? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        return remove(at: 0)
    }

    private mutating func remove(at position: Int) -> Payload {
        let removed = heap[position]
        let last = heap.removeLast()
        if position < heap.count {
            place(last, at: position)
            siftUp(from: position)
            siftDown(from: position)
        }
        slots[Int(removed.slot)] = Slot(generation: slots[Int(removed.slot)].generation &+ 1)
        freeSlots.append(removed.slot)
        return removed.payload
    }

    private mutating func siftUp(from start: Int) {
        let entry = heap[start]
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard entry.deadline < heap[parent].deadline else { break }
            place(heap[parent], at: child)
            child = parent
        }
        place(entry, at: child)
    }

    private mutating func siftDown(from start: Int) {
        let entry = heap[start]
        var parent = start
        while true {
            var child = 2 * parent + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1].deadline < heap[child].deadline { child += 1 }
            guard heap[child].deadline < entry.deadline else { break }
            place(heap[child], at: parent)
            parent = child
        }
        place(entry, at: parent)
    }

    private mutating func place(_ entry: Entry, at position: Int) {
        heap[position] = entry
        slots[Int(entry.slot)].position = position
    }
}

extension TimerQueue: Sendable where Payload: Sendable {}
extension TimerQueue.Entry: Sendable where Payload: Sendable {}
