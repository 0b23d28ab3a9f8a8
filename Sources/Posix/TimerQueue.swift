/// Deadlines in order, each with what waits for it: a binary heap whose entries can also be withdrawn.
struct TimerQueue<Payload> {
    /// Names an entry for ``remove(_:)``; never reused.
    struct Token: Hashable {
        fileprivate let serial: UInt64
    }

    private struct Entry {
        var deadline: Deadline
        var token: Token
        var payload: Payload
    }

    private var heap: [Entry] = []
    private var positions: [Token: Int] = [:]
    private var nextSerial: UInt64 = 0

    var count: Int { heap.count }
    var earliest: Deadline? { heap.first?.deadline }

    mutating func insert(_ payload: Payload, at deadline: Deadline) -> Token {
        let token = Token(serial: nextSerial)
        nextSerial += 1
        heap.append(Entry(deadline: deadline, token: token, payload: payload))
        positions[token] = heap.count - 1
        siftUp(from: heap.count - 1)
        return token
    }

    /// Withdraws an entry; `nil` when it has fired or was withdrawn before.
    @discardableResult
    mutating func remove(_ token: Token) -> Payload? {
        guard let index = positions.removeValue(forKey: token) else { return nil }
        let last = heap.removeLast()
        guard index < heap.count else { return last.payload }
        let removed = heap[index]
        heap[index] = last
        positions[last.token] = index
        siftUp(from: index)
        siftDown(from: index)
        return removed.payload
    }

    /// Takes out the earliest entry if its time has come.
    mutating func popDue(at now: Deadline) -> Payload? {
        guard let first = heap.first, first.deadline <= now else { return nil }
        return remove(first.token)
    }

    private mutating func siftUp(from start: Int) {
        var child = start
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].deadline < heap[parent].deadline else { return }
            swapEntries(child, parent)
            child = parent
        }
    }

    private mutating func siftDown(from start: Int) {
        var parent = start
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].deadline < heap[least].deadline { least = child }
            }
            guard least != parent else { return }
            swapEntries(parent, least)
            parent = least
        }
    }

    private mutating func swapEntries(_ left: Int, _ right: Int) {
        heap.swapAt(left, right)
        positions[heap[left].token] = left
        positions[heap[right].token] = right
    }
}
